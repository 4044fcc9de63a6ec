// A Roblox Studio for one run of a command: with a place of its own, a plugin that serves nobody else, and an end that
// leaves neither behind.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { RunningStudio } from '../../command/world/studio-launcher.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock, Timer } from '../../support/clock.js';
import { cacheFolder } from '../../support/code-cache.js';
import { makeFolder } from '../../support/make-folder.js';
import { placesOf } from '../find-studio.js';
import type { StudioInstallation } from '../installation.js';
import type { Machine } from '../machine.js';
import type { BakedSettings } from '../plugin/installed-plugin.js';
import { installPluginAsync } from '../plugin/plugin-installer.js';
import { resolvePluginsFolder } from '../plugin/plugins-folder.js';
import {
  RUN_ATTRIBUTE,
  type RunPlugin,
  runMark,
  runPluginFile,
  runPluginScript,
} from '../plugin/run-plugin.js';
import type { StudioStart } from '../studio-launcher.js';
import { diagnoseLaunch } from './launch-diagnosis.js';
import { type LaunchRecord, launchFolder, writeLaunchRecord } from './launch-records.js';
import { type LaunchParts, launchStudioAsync, type ProcessEnd } from './launch-studio.js';
import { lockOf } from './place-lock.js';
import { explainPluginFile, explainRun } from './run-failure.js';
import type { StudioTask } from './studio-arguments.js';
import { toStudioPath, whyUnfit } from './studio-paths.js';
import { hasRunScriptAsync } from './studio-tasks.js';
import { endLaunchAsync, forgetLaunch, hashOfFile, sweepLaunchesAsync } from './sweep-launches.js';

const END_MS = 5_000;

export interface RunStudioParts extends LaunchParts {
  findPairingAsync(): Promise<BakedSettings['pairing']>;
  /** Writes what `source` holds, with attributes of Workspace, to where `locate` says. */
  writePlaceAsync(
    place: { readonly source: string | undefined; readonly attributes: Readonly<Record<string, string>> },
    locate: (fileName: string) => string,
  ): Promise<string>;
}

/** @throws BridgeError PLACE_NOT_READABLE, FILE_NOT_WRITABLE, STUDIO_NOT_STARTED */
export async function startRunStudioAsync(
  parts: RunStudioParts,
  installation: StudioInstallation,
  request: StudioStart,
): Promise<RunningStudio> {
  const { machine, clock, stateFolder } = parts;
  const { isHeaded } = request;
  const [{ kept }, hasRunScript, pairing] = await Promise.all([
    sweepLaunchesAsync(parts),
    request.isLongLived ? false : hasRunScriptAsync(installation.studio, memoryOf(machine)),
    parts.findPairingAsync(),
  ]);
  const tell = (files: readonly string[]) => {
    for (const file of files)
      request.notify?.(`A temporary place was changed in Studio, and is kept: ${file}`);
  };
  const startedAt = clock.now();
  const startedAtMs = clock.wallTime();
  const run = randomBytes(16).toString('hex');
  const plugin: RunPlugin = { run, port: request.port, pairing };
  const folder = join(launchFolder(stateFolder), run);
  const pluginsFolder = hasRunScript ? undefined : resolvePluginsFolder(machine, undefined, installation);
  const pluginFile = runPluginFile(plugin);
  const inPluginsFolder =
    pluginsFolder === undefined ? [] : [{ path: join(pluginsFolder, pluginFile.fileName) }];
  const written: LaunchRecord = {
    ...{ id: run, kind: 'studio', createdAtMs: startedAtMs, paths: installation.paths, args: [] },
    temporaryFiles: [{ path: folder }, ...inPluginsFolder],
  };
  // Before anything else is: whoever is killed now leaves what the next one can clear away.
  writeLaunchRecord(stateFolder, written);
  try {
    makeFolder(folder, 0o700);
    const place = await writePlaceAsync(parts, installation, request.place, run, folder);
    const script = pluginsFolder === undefined ? join(folder, 'bridge.luau') : undefined;
    if (script !== undefined) writeFileSync(script, runPluginScript(plugin), { mode: 0o600 });
    if (pluginsFolder !== undefined) {
      await installPluginAsync(pluginsFolder, pluginFile).catch((error) => {
        throw explainPluginFile(error);
      });
    }
    // Whoever looks at Studio may save what is in it; what nobody sees, nobody misses.
    const hash = isHeaded ? hashOfFile(place) : undefined;
    const task = taskFor(parts, installation, place, script);
    const launched = await launchStudioAsync(parts, {
      id: run,
      installation,
      order: { task },
      isOwned: true,
      place,
      temporaryFiles: [
        { path: place, ...(hash === undefined ? {} : { hash }) },
        { path: lockOf(place) },
        ...(script === undefined ? [] : [{ path: script }]),
        ...inPluginsFolder,
        { path: folder, isFolder: true },
      ],
      isHidden: !isHeaded,
    });
    let end: ProcessEnd | undefined;
    void launched.exited.then((ended) => {
      end = ended;
    });
    return {
      kind: 'studio',
      notice: request.notice,
      instanceId: run,
      exited: launched.exited,
      explainAsync: async () =>
        explainRun(
          diagnoseLaunch({
            ...{ machine, installation, launched, place, startedAtMs, end },
            waitedMs: clock.now() - startedAt,
          }),
          place,
          request.place,
          task.kind,
        ),
      async savePlaceAsync() {
        throw new BridgeError('USAGE', 'A place cannot be saved by a plugin of Roblox Studio.', {
          hint: 'Use the emulated Studio (--emulator), or place export for a part of the place.',
        });
      },
      async letGoAsync() {
        const { owner: _, ...record } = launched.record;
        writeLaunchRecord(stateFolder, record);
      },
      async closeAsync() {
        tell(kept);
        // It is this process's own, so that the system tells when it has gone.
        const { record } = launched;
        if (record.process)
          await placesOf(machine)?.endAsync(machine, { ...record, pid: record.process.pid });
        const hasEnded = await settlesAsync(clock, launched.exited);
        tell(hasEnded ? forgetLaunch(parts, record) : (await endLaunchAsync(parts, record)).kept);
      },
    };
  } catch (error) {
    forgetLaunch(parts, written);
    throw error;
  }
}

/** What is known of Studio's program from the last run. */
function memoryOf({ platform, env, home }: Machine): string | undefined {
  return home === undefined ? undefined : join(cacheFolder({ platform, env, home }), 'studio-tasks.txt');
}

/** True if it settles in time. Of itself it would keep no process alive. */
async function settlesAsync(clock: Clock, exited: Promise<unknown>): Promise<boolean> {
  let timer: Timer | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = clock.setTimer(END_MS, () => resolve(false));
  });
  const hasSettled = await Promise.race([exited.then(() => true), limit]);
  timer?.cancel();
  return hasSettled;
}

async function writePlaceAsync(
  parts: RunStudioParts,
  installation: StudioInstallation,
  place: string | undefined,
  run: string,
  folder: string,
): Promise<string> {
  const { machine, clock, writePlaceAsync: writeAsync } = parts;
  const attributes = { [RUN_ATTRIBUTE]: runMark(run, clock.wallTime()), StudioBridgeOrigin: 'managed' };
  return await writeAsync({ source: place, attributes }, (fileName) => {
    const path = join(folder, fileName);
    // Under a name that every system can have.
    return whyUnfit(machine, installation, path) === undefined
      ? path
      : join(folder, `place${extname(fileName)}`);
  });
}

function taskFor(
  { machine }: RunStudioParts,
  installation: StudioInstallation,
  place: string,
  script: string | undefined,
): StudioTask {
  const inStudio = (path: string) => toStudioPath(machine, installation, path);
  return script === undefined
    ? { kind: 'edit-file', place: inStudio(place) }
    : { kind: 'run-script', place: inStudio(place), script: inStudio(script) };
}
