// A user's own actions: each `.luau` file of a folder is one, named as its file. Edited files reach connected
// plugins at once, so that writing an action needs no restart.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { BridgeError } from '../protocol/bridge-error.js';
import { PLUGIN_MESSAGES, SERVER_MESSAGES } from '../protocol/message-catalog.js';
import type { Clock, Timer } from '../support/clock.js';
import { Emitter, type Unsubscribe } from '../support/emitter.js';
import { errorCode, whyNotRead } from '../support/file-errors.js';
import type { Logger } from '../support/logger.js';
import { type ActionScript, type ActionSource, hashOf } from './action-source.js';
import { watchFolder } from './internal/watch-folder.js';

export interface ActionFolderOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** For a folder that the user named; one that is merely looked for may be missing. */
  readonly mustExist?: boolean;
}

export interface ActionFolder extends ActionSource {
  onChanged(listener: () => void): Unsubscribe;
  close(): void;
}

const EXTENSION = '.luau';
const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
/** Editors write a file in several steps. */
const SETTLE_MS = 50;

export function watchActionFolder(folder: string, options: ActionFolderOptions): ActionFolder {
  const { clock, logger } = options;
  const emitter = new Emitter<{ changed: null }>();
  let actions = readActionFolder(folder, options);
  let timer: Timer | undefined;

  const reload = () => {
    const before = fingerprint(actions);
    actions = readActionFolder(folder, { ...options, mustExist: false });
    if (fingerprint(actions) !== before) emitter.emit('changed', null);
  };
  const changed = () => {
    timer?.cancel();
    timer = clock.setTimer(SETTLE_MS, reload, { background: true });
  };
  const watcher = watchFolder(resolve(folder), changed, (why) =>
    logger.debug(`${folder} is not watched: ${why}`),
  );
  return {
    list: () => actions,
    onChanged: (listener) => emitter.on('changed', listener),
    close() {
      timer?.cancel();
      watcher.close();
    },
  };
}

/** Several sources as one; of actions with the same name the later source's counts. */
export function combineActionSources(...sources: readonly ActionSource[]): ActionSource {
  return {
    list() {
      const byName = new Map<string, ActionScript>();
      for (const source of sources) for (const action of source.list()) byName.set(action.name, action);
      return [...byName.values()];
    },
    onChanged(listener) {
      const stop = sources.map((source) => source.onChanged?.(listener));
      return () => {
        for (const unsubscribe of stop) unsubscribe?.();
      };
    },
  };
}

/** As it is now, once. */
export function readActionFolder(
  folder: string,
  { logger, mustExist }: Pick<ActionFolderOptions, 'logger' | 'mustExist'>,
): ActionScript[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (!mustExist) return [];
    throw new BridgeError(
      'FILE_NOT_READABLE',
      `The folder of actions ${folder} ${errorCode(error) === 'ENOENT' ? 'does not exist' : `cannot be read: ${whyNotRead(error)}`}.`,
    );
  }
  return names
    .filter((name) => name.endsWith(EXTENSION) && !name.endsWith(`.spec${EXTENSION}`))
    .sort()
    .flatMap((file) => {
      const name = basename(file, EXTENSION);
      const problem = problemOf(name);
      if (problem !== undefined) logger.warn(`${join(folder, file)} is not an action: ${problem}`);
      const source = problem === undefined ? tryRead(join(folder, file), logger) : undefined;
      return source === undefined
        ? []
        : [{ name, responseType: `${name}Result`, source, hash: hashOf(source) }];
    });
}

function problemOf(name: string): string | undefined {
  if (!NAME_PATTERN.test(name)) return 'its name has to be a letter, then letters, digits, "-" and "_"';
  if (Object.hasOwn(PLUGIN_MESSAGES, name) || Object.hasOwn(SERVER_MESSAGES, name)) {
    return `${name} is a message of the protocol`;
  }
  return undefined;
}

function tryRead(path: string, logger: Logger): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    // Gone again, or half written: the next change tells.
    logger.warn(`${path} cannot be read: ${whyNotRead(error)}`);
    return undefined;
  }
}

function fingerprint(actions: readonly ActionScript[]): string {
  return JSON.stringify(actions.map(({ name, hash }) => [name, hash]));
}
