// An emulated Studio in the current thread: the engine with a place open and the plugins loaded.
import { type Clock, systemClock, type Timer } from '../../support/clock.js';
import type { ReloadedPlace } from '../../support/place-reload.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import { type ScriptTree, scriptTreeOf } from '../../support/script-tree.js';
import type { DeskAct } from '../../support/studio-desk.js';
import { Engine, type EngineOptions } from '../engine/engine.js';
import type { FaultsOfStudio } from '../engine/faults/faults-of-studio.js';
import type { PlayRequest } from '../engine/neighbour-operations.js';
import type { OutputEntry } from '../engine/output-entry.js';
import { DataModels } from './data-models.js';
import type { EmulatedStudioOptions, PluginModel } from './emulated-studio-options.js';
import { PlayTest } from './play-test.js';
import { ReadyPlace, type StudioPlace } from './ready-place.js';

export interface StudioSurroundings {
  readonly clock: Clock;
  readonly onOutput: (entry: OutputEntry) => void;
  readonly onFailure: (error: Error) => void;
  /** The script that was run beside the place has ended. */
  readonly onScriptEnd?: () => void;
  /** The project that is open was read again, or could not be. */
  readonly onReload?: (reload: ReloadedPlace | { readonly error: unknown }) => void;
  /** A script closes it: whoever holds it has to do that. */
  readonly onShutDown?: () => void;
  /** To a host in this process. */
  readonly dial?: EngineOptions['dial'];
}

/** What the engine itself has to be made with. */
export type EngineLimits = Pick<
  EmulatedStudioOptions,
  'scriptTimeLimitMs' | 'memoryLimitBytes' | 'startup' | 'seed' | 'coverage'
> & {
  /** What goes wrong on the connections of all its DataModels, and with the Studio itself. */
  readonly faults?: FaultsOfStudio | undefined;
  /** What `Engine.takeImage` gave. */
  readonly image?: Uint8Array | undefined;
  /** Told of each part of the engine that is needed. */
  readonly onNeeded?: EngineOptions['onNeeded'];
  readonly onCompiled?: EngineOptions['onCompiled'];
};

/** A plugin that each DataModel loads anew. */
export interface LoadablePlugin {
  loadInto(engine: Engine): void;
}

const DEFAULT_PLACE_NAME = 'Place1';
/** How the names of plugins' scripts begin. */
const PLUGIN_CHUNKS = 'user_';
const CLOSE_LIMIT_MS = 1000;

export class InThreadStudio {
  private readonly dataModels: DataModels;
  private readonly editId: number;
  private readonly engine: Engine;
  private readonly engineOptions: Omit<EngineOptions, 'surrounding' | 'onOutput'>;
  private readonly faults: FaultsOfStudio | undefined;
  private plugins: readonly LoadablePlugin[] = [];
  private options: EmulatedStudioOptions = { plugins: [] };
  private play: PlayTest | undefined;
  private isClosed = false;
  private closing: Promise<void> | undefined;
  private watch: { stop(): void } | undefined;
  private place: StudioPlace | undefined;

  constructor(
    private readonly surroundings: StudioSurroundings,
    limits: EngineLimits,
  ) {
    const { image, onNeeded, faults, ...rest } = limits;
    this.faults = faults;
    const { clock, onFailure, onOutput } = surroundings;
    this.engineOptions = {
      clock,
      onFailure,
      dial: surroundings.dial,
      ...rest,
      ...(image === undefined ? {} : { image }),
      ...(faults === undefined ? {} : { faults }),
      ...(onNeeded === undefined ? {} : { onNeeded }),
    };
    this.dataModels = new DataModels(clock);
    const editId = this.dataModels.nextId();
    this.editId = editId;
    this.engine = new Engine({
      ...this.engineOptions,
      onOutput,
      surrounding: {
        send: (to, message) => this.dataModels.send(editId, to, message),
        startPlay: (request) => this.startPlay(request),
        endPlay() {},
        addPlayers: () => false,
        leave() {},
        ready() {},
        closed() {},
        // After the call of the script that asked for it.
        scriptEnded: () => this.surroundings.onScriptEnd?.(),
        shutDown: () => void clock.setTimer(0, () => this.surroundings.onShutDown?.()),
      },
    });
    this.dataModels.add(editId, this.engine);
  }

  /** Opens the place and loads the plugins: they have run up to their first wait when this returns. */
  open(
    options: EmulatedStudioOptions,
    place?: StudioPlace,
    plugins: readonly LoadablePlugin[] = options.plugins.map(loadablePlugin),
  ): void {
    const { placeName = place?.name ?? DEFAULT_PLACE_NAME, placeId = 0, gameId = 0, port, play } = options;
    this.options = options;
    const { teamCreate, pluginsInPlay } = { ...options, ...options.faults?.studio };
    setOddities(this.engine, options);
    if (teamCreate) this.engine.order('datamodel.role', '{"isTeamCreate":true}');
    this.place = place;
    place?.load(this.engine);
    this.engine.setPlace({ Name: placeName, PlaceId: placeId, GameId: gameId });
    this.engine.setAttributes({
      StudioBridgeOrigin: 'emulator',
      ...(port === undefined ? {} : { StudioBridgePort: port }),
      ...options.attributes,
    });
    if (options.httpEnabled !== undefined)
      this.engine.setPlace({ 'HttpService.HttpEnabled': options.httpEnabled });
    if (pluginsInPlay !== false) this.plugins = plugins;
    for (const plugin of plugins) plugin.loadInto(this.engine);
    this.faults?.start();
    // As a user presses the button.
    if (play !== undefined) this.engine.order('play.press', String(play));
  }

  /** Beside the place, as the command bar does. */
  runScript(name: string, source: string): void {
    this.engine.runScript(name, source);
  }

  /** From now on what changes in the project's files changes in the place. */
  async watchAsync(): Promise<void> {
    const { place } = this;
    if (!place?.used) {
      const { BridgeError } = await import('../../protocol/bridge-error.js');
      throw new BridgeError('PLACE_NOT_READABLE', 'Only a Rojo project can be watched for changes.', {
        hint: 'Open a *.project.json.',
      });
    }
    const { ProjectWatch } = await import('../places/project/project-watch.js');
    if (this.isClosed) return;
    const watch = new ProjectWatch(systemClock, () => {
      try {
        const reload = place.reload(this.engine);
        if (reload) this.surroundings.onReload?.(reload);
        watch.follow(place.used ?? new Set());
      } catch (error) {
        this.surroundings.onReload?.({ error });
      }
    });
    watch.follow(place.used);
    this.watch = watch;
  }

  /** Writes the place to the file that was opened, or another one; returns which. */
  async savePlaceAsync(to?: string): Promise<string> {
    const { OpenPlace } = await import('./open-place.js');
    const { place } = this;
    // What another thread read is read once more, to tell what has changed.
    const known =
      place instanceof OpenPlace
        ? place
        : new OpenPlace(place instanceof ReadyPlace ? place.path : undefined);
    this.place = known;
    return known.save(this.engine, to, () => new Engine({ ...this.engineOptions, onOutput: () => {} }));
  }

  /** Each side of the Studio has its own copies of plugins, and so their buttons and windows. */
  async actAtDeskAsync(act: DeskAct): Promise<Uint8Array> {
    const engine = this.engineOf(act.side);
    const answer = 'refusal' in engine ? engine : engine.actAtDesk(act);
    if (!('refusal' in answer)) return answer;
    const { BridgeError } = await import('../../protocol/bridge-error.js');
    throw new BridgeError('USAGE', answer.refusal, { hint: 'See what there is, and whether it is open.' });
  }

  readCoverage(unloaded: Parameters<Engine['readCoverage']>[0]): ScriptCoverage[] {
    return this.engine.readCoverage(unloaded).filter(({ script }) => !script.startsWith(PLUGIN_CHUNKS));
  }

  get openSockets(): number {
    return this.engine.openSockets;
  }

  /** As a user closes Studio: plugins hear of it, sockets close in good order. Who asks again waits for the same end. */
  async closeAsync(): Promise<void> {
    this.closing ??= this.endAsync();
    await this.closing;
  }

  /** At once, telling nobody. */
  terminate(): void {
    this.isClosed = true;
    this.watch?.stop();
    this.play?.terminate();
    this.engine.dispose();
  }

  private async endAsync(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.watch?.stop();
    let timer: Timer | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = systemClock.setTimer(CLOSE_LIMIT_MS, resolve);
    });
    const play = this.play?.endAsync();
    this.engine.announceEnd();
    await Promise.race([Promise.all([play, this.engine.closeSocketsAsync()]), limit]);
    timer?.cancel();
    this.play?.terminate();
    this.engine.dispose();
  }

  private engineOf(side = 'edit'): Engine | { readonly refusal: string } {
    if (side === 'edit') return this.engine;
    return this.play?.engineOf(side) ?? { refusal: `There is no play test, and so no side ${side}.` };
  }

  private startPlay(request: PlayRequest): boolean {
    if (this.play || this.isClosed) return false;
    const { clock, onOutput } = this.surroundings;
    // After the call of the script that asked for it.
    clock.setTimer(0, () => {
      if (this.isClosed) return;
      const play: PlayTest = new PlayTest({
        request,
        engine: this.engineOptions,
        clock,
        dataModels: this.dataModels,
        editId: this.editId,
        plugins: this.plugins,
        clientSockets: (this.options.faults?.studio?.clientSockets ?? this.options.clientSockets) !== false,
        prepare: (engine) => setOddities(engine, this.options),
        onOutput,
        onEnd: (value) => void this.endPlayAsync(play, value),
      });
      this.play = play;
    });
    return true;
  }

  private async endPlayAsync(play: PlayTest, value: Uint8Array): Promise<void> {
    await play.endAsync();
    this.play = undefined;
    if (!this.isClosed) this.engine.order('play.ended', value);
  }
}

/** What this Studio lacks, and what it answers oddly. */
function setOddities(
  engine: Engine,
  { withoutMembers = [], refusedMethods, faults }: EmulatedStudioOptions,
): void {
  const hidden = [...withoutMembers, ...(faults?.studio?.without ?? [])];
  if (hidden.length > 0) engine.order('members.hide', hidden.join('\n'));
  if (refusedMethods) engine.order('members.refuse', JSON.stringify(refusedMethods));
  const { answers } = faults?.studio ?? {};
  if (answers) engine.order('members.answer', JSON.stringify(answers));
  if (faults?.studio?.minimised) engine.order('window.minimise', '');
}

function loadablePlugin(model: PluginModel): LoadablePlugin {
  const tree = pluginTree(model);
  return { loadInto: (engine) => engine.loadPlugin(tree) };
}

/** Studio puts every plugin file under a root of its own, whose name begins the names of scripts in errors. */
export function pluginTree({ name, files, isTool = false }: PluginModel): ScriptTree {
  return {
    name: `user_${name}.rbxmx`,
    className: 'Folder',
    isTool,
    children: [scriptTreeOf(name, files)],
  };
}
