// One emulated DataModel: the Luau VM with Roblox's API in it, and the operations of this side that the API needs.
import { type Clock, systemClock } from '../../support/clock.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import type { ScriptTree } from '../../support/script-tree.js';
import type { DeskAct } from '../../support/studio-desk.js';
import { createLuauVm, type LuauFunction, type LuauVm } from '../luau/luau-vm.js';
import { clockOperations } from './clock-operations.js';
import { compressionOperations } from './compression-operations.js';
import { cryptoOperations } from './crypto-operations.js';
import { Desk } from './desk-operations.js';
import { decodeEngineImage, encodeEngineImage } from './engine-image.js';
import { EventLoop } from './event-loop.js';
import type { FaultsOfStudio } from './faults/faults-of-studio.js';
import { HttpRequests } from './http-operations.js';
import { jsonOperations } from './json-operations.js';
import { limitOperations } from './limit-operations.js';
import { logOperations } from './log-operations.js';
import { moduleOperations, readBootSource, SourceShelf } from './module-operations.js';
import { neighbourOperations, type Surrounding } from './neighbour-operations.js';
import { OperationTable } from './operations.js';
import type { OutputEntry } from './output-entry.js';
import { PlaceOperations } from './place-operations.js';
import type { SchemaOf } from './place-schema.js';
import type { PlaceValue } from './place-value.js';
import { randomOperations } from './random-operations.js';
import { reflectionOperations } from './reflection-operations.js';
import { screenOperations } from './screen-operations.js';
import { settingOperations } from './setting-operations.js';
import { type Dial, Sockets } from './socket-operations.js';
import { type TaskEnd, taskOperations } from './task-operations.js';
import { treeText } from './tree-text.js';
import { unicodeOperations } from './unicode-operations.js';
import type { VirtualClock } from './virtual-clock.js';

export interface EngineOptions {
  readonly clock: Clock & Partial<Pick<VirtualClock, 'hold'>>;
  readonly onOutput: (entry: OutputEntry) => void;
  /** An error of the engine itself, not of a script. */
  readonly onFailure: (error: Error) => void;
  /** Properties of the DataModel (Name, PlaceId) and of services (HttpService.HttpEnabled). */
  readonly place?: Readonly<Record<string, PlaceValue>>;
  /** Attributes of Workspace. */
  readonly attributes?: Readonly<Record<string, PlaceValue>>;
  /** Makes random numbers and ids the same in every run; those of tools stay random. */
  readonly seed?: number;
  /** When handlers of events run; as in new places, by default at the end of the resumption point. */
  readonly signals?: 'deferred' | 'immediate';
  readonly scriptTimeLimitMs?: number;
  readonly memoryLimitBytes?: number;
  readonly startup?: 'fast' | 'throughput';
  /** Counts how often each line of the place's scripts runs. */
  readonly coverage?: boolean;
  /** What `takeImage` gave; without it the engine is compiled and run from its sources. */
  readonly image?: Uint8Array;
  /** The Studio that it is a DataModel of. */
  readonly surrounding?: Surrounding;
  /** What goes wrong on its connections. */
  readonly faults?: FaultsOfStudio;
  /** To a host in this process. */
  readonly dial?: Dial | undefined;
  /** For the script of an Open Cloud task. */
  readonly task?: TaskEnd;
  /** Told of each part of the engine that is needed, as an image's preparation names them. */
  readonly onNeeded?: (part: string) => void;
  /** Told of each script that is compiled, as an image's preparation takes it. */
  readonly onCompiled?: ((source: Buffer, chunkName: string) => void) | undefined;
}

/** How the names of the engine's own chunks begin. */
const OWN_CHUNKS = '[engine]';
const DEFAULT_SCRIPT_TIME_LIMIT_MS = 10_000;

export class Engine {
  private readonly table = new OperationTable();
  private readonly sources = new SourceShelf();
  private readonly clock: Clock;
  private readonly loop: EventLoop;
  private readonly sockets: Sockets;
  private readonly requests: HttpRequests;
  private readonly places: PlaceOperations;
  private readonly desk: Desk;
  private readonly vm: LuauVm;
  private readonly pump: LuauFunction;

  constructor(private readonly options: EngineOptions) {
    const { onOutput } = options;
    const clock = sinceNow(options.clock);
    this.clock = clock;
    const { hold } = options.clock;
    this.loop = new EventLoop(clock, this.table, () => this.runPump());
    const holdTime = hold ?? (() => () => {});
    this.sockets = new Sockets(this.loop.post, holdTime, options.faults, options.dial);
    this.places = new PlaceOperations(this.sources, this.loop.post, holdTime);
    this.desk = new Desk(this.loop.post);
    this.requests = new HttpRequests(this.loop.post, holdTime, options.faults, options.dial);
    for (const operations of [
      moduleOperations(this.sources, options.onNeeded),
      clockOperations(clock),
      this.loop.operations,
      logOperations(clock, onOutput),
      jsonOperations(),
      reflectionOperations(options.onNeeded),
      cryptoOperations(),
      compressionOperations(),
      unicodeOperations(),
      randomOperations(options.seed),
      settingOperations(),
      neighbourOperations(options.surrounding),
      screenOperations(),
      taskOperations(options.task),
      this.sockets.operations,
      this.requests.operations,
      this.places.operations,
      this.desk.operations,
      limitOperations((limitMs) => this.vm.setTimeLimit(limitMs)),
    ]) {
      this.table.add(operations);
    }
    const image = options.image && decodeEngineImage(options.image);
    if (image && !this.table.adopt(image.operations)) {
      throw new Error('the prepared image of the emulated engine was made by another build');
    }
    this.vm = this.createVm(image?.vm);
    if (!image) this.runOnce(readBootSource(), '=[engine] boot');
    this.pump = image ? { ref: image.pump } : this.load('enginePump()', '=[engine] pump');
    if (hold) this.order('time.virtual', '');
    if (options.signals) this.order('signals.behavior', options.signals);
    this.setPlace(options.place ?? {});
    this.setAttributes(options.attributes ?? {});
  }

  setPlace(properties: Readonly<Record<string, PlaceValue>>): void {
    for (const [name, value] of Object.entries(properties))
      this.order('place.property', pairText(name, value));
  }

  setAttributes(attributes: Readonly<Record<string, PlaceValue>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      this.order('workspace.attribute', pairText(name, value));
    }
  }

  /** Puts the instances of a place into the DataModel, or those of a model into Workspace. */
  loadPlace(packed: Uint8Array, where: 'place' | 'model'): void {
    this.loop.post(`place.load.${where}`, 0, packed);
  }

  /** What has become of a project since it was loaded or patched last (place-patch.ts). */
  patchPlace(patch: Uint8Array, where: 'place' | 'model'): void {
    this.loop.post(`place.patch.${where}`, 0, patch);
  }

  /** The whole place as `unpackPlace` reads it. */
  dumpPlace(schemaOf: SchemaOf): Uint8Array {
    return this.places.collect(schemaOf, () => this.loop.post('place.dump', 0));
  }

  /**
   * How often each line has run. `unloaded` are further scripts: those that nothing has required are compiled for it, and
   * have lines that never ran.
   */
  readCoverage(unloaded: readonly { readonly script: string; readonly source: string }[]): ScriptCoverage[] {
    const known = new Set(this.vm.readCoverage().map(({ script }) => script));
    for (const { script, source } of unloaded) {
      if (!known.has(script)) this.vm.load(source, `=${script}`);
    }
    return this.vm.readCoverage().filter(({ script }) => !script.startsWith(OWN_CHUNKS));
  }

  /** A text that `addSource` keeps. */
  sourceText(number: number): string | Uint8Array {
    return this.sources.get(number);
  }

  /** Keeps a text until Luau asks for it by its number. */
  addSource(source: string | Uint8Array): number {
    return this.sources.add(source);
  }

  /**
   * Runs every Script of the tree as a plugin's. They have run up to their first wait when this returns.
   */
  loadPlugin(tree: ScriptTree): void {
    if (tree.isTool) this.order('plugin.tool', tree.name);
    this.order('plugin.load', treeText(tree, this.sources));
  }

  /** A plugin as a model that `packPlace` packed: its enabled Scripts run as those of a tree do. */
  loadPluginModel(name: string, packed: Uint8Array): void {
    this.order('plugin.model', Buffer.concat([Buffer.from(`${name.replaceAll('\n', ' ')}\n`), packed]));
  }

  /** Runs a script beside the place, as the command bar does; the surrounding is told when it has ended. */
  runScript(name: string, source: string): void {
    this.order('script.run', `${this.sources.add(source)}\t${name.replaceAll('\n', ' ')}`);
  }

  /** Has these parts of the engine loaded and these chunks compiled, for the image that is taken next. */
  prepare(parts: readonly string[], chunks: Readonly<Record<string, string>>): void {
    this.order('image.load', parts.join('\n'));
    for (const [name, source] of Object.entries(chunks)) this.order('image.compile', `${name}\n${source}`);
  }

  /** The engine as it is now, without a place, as bytes: another one can start from them. */
  takeImage(): Uint8Array {
    return encodeEngineImage({
      operations: this.table.names,
      pump: this.pump.ref,
      vm: this.vm.takeSnapshot(),
    });
  }

  /** Fires `plugin.Unloading` and what else a place hears of its end. */
  announceEnd(): void {
    this.order('place.close', '');
  }

  /** As a person does around the viewport. */
  actAtDesk(act: DeskAct): Uint8Array | { readonly refusal: string } {
    return this.desk.act(act);
  }

  /** What Luau's objects take, garbage included. */
  get luauBytes(): number {
    return this.vm.luauBytes;
  }

  get openSockets(): number {
    return this.sockets.count;
  }

  /** Closes the sockets in good order and resolves when they are closed. */
  async closeSocketsAsync(): Promise<void> {
    this.sockets.close();
    await this.sockets.whenClosedAsync();
  }

  /** Ends everything at once. */
  dispose(): void {
    this.loop.stop();
    this.requests.terminate();
    this.sockets.terminate();
    this.vm.dispose();
  }

  /** Something from outside, told to Luau's handler for it. */
  order(event: string, text: string | Uint8Array, id = 0): void {
    this.loop.post(event, id, text);
  }

  private createVm(snapshot: Uint8Array | undefined): LuauVm {
    const { memoryLimitBytes, startup } = this.options;
    return createLuauVm({
      onCall: this.table.call,
      onCompiled: this.options.onCompiled,
      clock: this.clock,
      limitClock: systemClock,
      timeLimitMs: this.options.scriptTimeLimitMs ?? DEFAULT_SCRIPT_TIME_LIMIT_MS,
      ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
      ...(startup === undefined ? {} : { startup }),
      ...(this.options.coverage ? { coverage: true } : {}),
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(this.options.seed === undefined ? {} : { seed: this.options.seed }),
    });
  }

  private runPump(): void {
    const result = this.vm.call(this.pump);
    if (!result.ok) this.options.onFailure(new Error(`the emulated engine failed: ${result.error}`));
  }

  private runOnce(source: string, chunkName: string): void {
    const fn = this.load(source, chunkName);
    const result = this.vm.call(fn);
    this.vm.release(fn);
    if (!result.ok) throw new Error(`the emulated engine did not start: ${result.error}`);
  }

  private load(source: string, chunkName: string): LuauFunction {
    const loaded = this.vm.load(source, chunkName);
    if (!loaded.ok) throw new Error(`the emulated engine did not start: ${loaded.error}`);
    return loaded.fn;
  }
}

/** As core/setup.luau reads it: the name, a tab, the letter of the type, the value. */
function pairText(name: string, value: PlaceValue): string {
  return `${name}\t${typeof value === 'string' ? 's' : typeof value === 'number' ? 'n' : 'b'}${value}`;
}

/** Scripts are told the time since their DataModel began. */
function sinceNow(clock: Clock): Clock {
  const startedAt = clock.now();
  return {
    now: () => clock.now() - startedAt,
    wallTime: () => clock.wallTime(),
    setTimer: (delayMs, callback, options) => clock.setTimer(delayMs, callback, options),
  };
}
