// An emulated Studio in the current thread: the engine with a place open and the plugins loaded.

import type { Clock, Timer } from '../../support/clock.js';
import { Engine } from '../engine/engine.js';
import type { OutputEntry } from '../engine/log-operations.js';
import { type ScriptTree, scriptTreeOf } from '../engine/script-tree.js';
import type { EmulatedStudioOptions, PluginModel } from './emulated-studio-options.js';

export interface StudioSurroundings {
  readonly clock: Clock;
  readonly onOutput: (entry: OutputEntry) => void;
  readonly onFailure: (error: Error) => void;
}

/** What the engine itself has to be made with. */
export type EngineLimits = Pick<
  EmulatedStudioOptions,
  'scriptTimeLimitMs' | 'memoryLimitBytes' | 'startup'
> & {
  /** What `Engine.takeImage` gave. */
  readonly image?: Uint8Array | undefined;
};

const DEFAULT_PLACE_NAME = 'Place1';
const CLOSE_LIMIT_MS = 1000;

export class InThreadStudio {
  private readonly engine: Engine;
  private isClosed = false;

  constructor(
    private readonly surroundings: StudioSurroundings,
    limits: EngineLimits,
  ) {
    const { image, ...rest } = limits;
    this.engine = new Engine({ ...surroundings, ...rest, ...(image === undefined ? {} : { image }) });
  }

  /** Opens the place and loads the plugins: they have run up to their first wait when this returns. */
  open(options: EmulatedStudioOptions): void {
    const { placeName = DEFAULT_PLACE_NAME, placeId = 0, gameId = 0, port } = options;
    this.engine.setPlace({ Name: placeName, PlaceId: placeId, GameId: gameId });
    this.engine.setAttributes({
      StudioBridgeOrigin: 'emulator',
      ...(port === undefined ? {} : { StudioBridgePort: port }),
      ...options.attributes,
    });
    for (const plugin of options.plugins) this.engine.loadPlugin(pluginTree(plugin));
  }

  get openSockets(): number {
    return this.engine.openSockets;
  }

  /** As a user closes Studio: plugins hear of it, sockets close in good order. */
  async closeAsync(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.engine.announceEnd();
    let timer: Timer | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = this.surroundings.clock.setTimer(CLOSE_LIMIT_MS, resolve);
    });
    await Promise.race([this.engine.closeSocketsAsync(), limit]);
    timer?.cancel();
    this.engine.dispose();
  }

  /** At once, telling nobody. */
  terminate(): void {
    this.isClosed = true;
    this.engine.dispose();
  }
}

/** Studio puts every plugin file under a root of its own, whose name begins the names of scripts in errors. */
export function pluginTree({ name, files }: PluginModel): ScriptTree {
  return {
    name: `user_${name}.rbxmx`,
    className: 'Folder',
    children: [scriptTreeOf(name, files)],
  };
}
