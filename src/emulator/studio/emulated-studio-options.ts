// What an emulated Studio can be told, by whoever starts one and on the way into its worker.
import type { StudioFaultPlan } from '../../support/studio-faults.js';
import type { PlaceValue } from '../engine/place-value.js';

/** A plugin as its files. */
export interface PluginModel {
  readonly name: string;
  /**
   * Paths below the plugin's root, with `/`, to text, named as Rojo names them: `X.server.luau` is a Script and runs,
   * `X.luau` a ModuleScript, `init.…` stands for its folder.
   */
  readonly files: Readonly<Record<string, string>>;
  /** It serves the place from outside: its waits take real time and its ids stay random, whatever the place's do. */
  readonly isTool?: boolean;
}

export interface EmulatedStudioOptions {
  /** Where the host is: the plugin looks at no other port. Without one it searches, as in any Studio. */
  readonly port?: number;
  /** The host is in this process, and no port of the machine is its. */
  readonly isInner?: boolean;
  /** The place or model file, or the Rojo project, that is open in it. */
  readonly place?: string;
  /** The project in `place` is read again when its files change; what changed in them changes in the place. */
  readonly watch?: boolean;
  /** Default the name of the file, or `Place1`, as of a place that was never saved. */
  readonly placeName?: string;
  readonly placeId?: number;
  readonly gameId?: number;
  readonly plugins: readonly PluginModel[];
  /** Waiting takes no time: the place's clock moves on to whatever is due next. */
  readonly virtualTime?: boolean;
  /** A whole number, 0 or more: random numbers and ids of the place are the same in every run. */
  readonly seed?: number;
  /** A thread that runs for longer without waiting is ended. Default 10 s. */
  readonly scriptTimeLimitMs?: number;
  /** Of the Luau VM. Default 512 MB. */
  readonly memoryLimitBytes?: number;
  /** `fast` (the default) for short lives; `throughput` lets V8 optimise in the background. */
  readonly startup?: 'fast' | 'throughput';
  /** Counts how often each line of the place's scripts runs, for `readCoverageAsync`. */
  readonly coverage?: boolean;
  /** A play test that is begun at once: with the number of players, from 1 to 8, or `run` for a server alone. */
  readonly play?: number | 'run';
  /** False as in a Studio with "Load User Plugins In Run Modes" switched off. Default true. */
  readonly pluginsInPlay?: boolean;
  /** Whether the place allows HTTP requests. Default true. */
  readonly httpEnabled?: boolean;
  /** The place is edited by a team: `IsServer` is false in it. */
  readonly teamCreate?: boolean;
  /** False where the clients of play tests may open no sockets, which is not the same in every Studio. Default true. */
  readonly clientSockets?: boolean;
  /** As a Studio of another version: without these classes (`Name`) and members (`Class.Member`). */
  readonly withoutMembers?: readonly string[];
  /** Methods (`Class.Method`) that plugins may not call, each with the capability that it takes. */
  readonly refusedMethods?: Readonly<Record<string, string>>;
  /** What goes wrong on purpose: docs/faults.md. */
  readonly faults?: StudioFaultPlan;
  /** Further attributes of Workspace. */
  readonly attributes?: Readonly<Record<string, PlaceValue>>;
}
