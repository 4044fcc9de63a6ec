// The emulated Open Cloud in this thread and on simulated time: its real service, limits and states, with servers that only
// take the time that packages would take. Every request is written down, so that limits can be checked afterwards.
import { CloudRefusal } from '../../src/emulator/open-cloud/cloud-error.js';
import { MEASURED_BOOT_TIMES } from '../../src/emulator/open-cloud/cloud-limits.js';
import { ENDPOINTS } from '../../src/emulator/open-cloud/cloud-routes.js';
import { CloudService } from '../../src/emulator/open-cloud/cloud-service.js';
import { RequestBudgets } from '../../src/emulator/open-cloud/request-budgets.js';
import type { TaskRunner } from '../../src/emulator/open-cloud/task-runner.js';
import type { Transport } from '../../src/open-cloud/transport.js';
import type { Clock } from '../../src/support/clock.js';

export interface SimulatedRequest {
  readonly route: string;
  readonly atMs: number;
  readonly status: number;
}

export interface SimulatedCloud {
  readonly transport: Transport;
  readonly requests: readonly SimulatedRequest[];
  /** What servers asked of MemoryStores, in the units that Roblox counts. */
  readonly memory: readonly { readonly units: number; readonly atMs: number }[];
  /** The most unfinished tasks that any place had at a time. */
  readonly mostTasks: () => number;
}

/** @param durationOf How long the package of this key takes. */
export function createSimulatedCloud(clock: Clock, durationOf: (key: string) => number): SimulatedCloud {
  const requests: SimulatedRequest[] = [];
  const running = new Map<number, number>();
  let most = 0;
  const memory: { units: number; atMs: number }[] = [];
  const count = (placeId: number, change: number) => {
    const now = (running.get(placeId) ?? 0) + change;
    running.set(placeId, now);
    most = Math.max(most, now);
  };
  const servers = new SimulatedServers(clock, durationOf, count, (units) =>
    memory.push({ units, atMs: clock.now() }),
  );
  const service = new CloudService({ clock, boot: MEASURED_BOOT_TIMES, run: servers.run });
  service.origin = 'http://emulated';
  const budgets = new RequestBudgets(service.limits, clock);
  const transport: Transport = async ({ method, url, headers = {}, body }) => {
    const { pathname, searchParams } = new URL(url);
    const found = ENDPOINTS.find((one) => one.method === method && one.pattern.test(pathname));
    let status = 200;
    let sent: Readonly<Record<string, string>> = {};
    let content: object | Uint8Array;
    try {
      if (!found) throw new CloudRefusal(404, 'Nothing is there.', 'gateway');
      if (found.route)
        sent = budgets.take(found.route, service.authorize(headers['x-api-key'], found.scopes));
      const parts = found.pattern.exec(pathname)?.slice(1) ?? [];
      content = found.answer(service, parts, { body: Buffer.from(body ?? []), query: searchParams }).body;
    } catch (error) {
      if (!(error instanceof CloudRefusal)) throw error;
      status = error.status;
      sent = error.headers;
      content = error.body;
    }
    requests.push({ route: found?.route ?? pathname, atMs: clock.now(), status });
    const bytes = content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(JSON.stringify(content));
    return { status, headers: sent, body: bytes };
  };
  return { transport, requests, memory, mostTasks: () => most };
}

interface Package {
  readonly key: string;
}

interface BatchOrder {
  readonly packages?: readonly Package[];
  readonly shared?: SharedOrder;
  readonly totalSeconds?: number;
  readonly version?: number;
}

interface SharedOrder {
  readonly name: string;
  readonly shares: readonly (readonly Package[])[];
  readonly seconds: readonly number[];
  readonly given: number;
  readonly claims?: number;
  readonly expectedSeconds: number;
  readonly patienceSeconds: number;
}

interface Store {
  readonly queue: number[];
  readonly claimed: Set<number>;
  started: number;
  ended: number;
}

/** What one request to a MemoryStore takes from within a server. */
const MEMORY_MS = 100;
const LOOK_MS = 1_000;
const SPREAD_MS = 500;
const FILL_SECONDS = 5;
const TRIES = 3;

/** Each takes the time of its packages, shares work as the runner does, and returns what the runner returns. */
class SimulatedServers {
  private readonly stores = new Map<string, Store>();

  constructor(
    private readonly clock: Clock,
    private readonly durationOf: (key: string) => number,
    private readonly count: (placeId: number, change: number) => void,
    private readonly onMemory: (units: number) => void,
  ) {}

  run: TaskRunner = ({ script, version, placeId, onStarted }) => {
    onStarted();
    this.count(placeId, 1);
    const orders = [...script.matchAll(/JSONDecode\(\[(=*)\[(.*?)\]\1\]\)/g)].map(
      ([, , text = '{}']) => JSON.parse(text) as BatchOrder,
    );
    const wanted = orders.find((order) => order.version !== undefined)?.version ?? version;
    const order = wanted === version ? (orders.find((one) => one.packages) ?? {}) : {};
    const format = 'studio-bridge-task@1';
    const summary =
      wanted === version ? { format, success: true, kind: 'returned' } : { format, wrongVersion: version };
    const outcome = this.workAsync(order).then((returned) => {
      this.count(placeId, -1);
      return {
        kind: 'returned' as const,
        results: JSON.stringify([summary]),
        binaryOutput: outputOf([returned]),
      };
    });
    return { outcome, stop() {} };
  };

  private async workAsync({ packages = [], shared, totalSeconds = 0 }: BatchOrder): Promise<object> {
    const startedAt = this.clock.now();
    const leftMs = () => totalSeconds * 1000 - (this.clock.now() - startedAt);
    const done: object[] = [];
    const deferred: string[] = [];
    const runAsync = async ({ key }: Package): Promise<void> => {
      const durationMs = this.durationOf(key);
      const givenMs = Math.min(durationMs, Math.max(0, leftMs()));
      await this.waitAsync(givenMs);
      if (givenMs < durationMs) deferred.push(key);
      else done.push(outcomeOf(key, durationMs));
    };
    const worker =
      shared &&
      new SimulatedWorker(shared, this.storeOf(shared.name), {
        clock: this.clock,
        askAsync: () => this.askAsync(),
        waitAsync: (ms) => this.waitAsync(ms),
      });
    if (!worker || (await worker.beginAsync())) for (const one of packages) await runAsync(one);
    for (;;) {
      const share = await worker?.takeAsync(leftMs());
      if (!share) break;
      for (const one of share) await runAsync(one);
    }
    await worker?.awaitOthersAsync(leftMs());
    const isExhausted = worker?.isExhausted;
    const format = 'studio-bridge-batch-results@1';
    return { format, packages: done, deferred, isExhausted, durationMs: this.clock.now() - startedAt };
  }

  private storeOf(name: string): Store {
    const found = this.stores.get(name);
    if (found) return found;
    const store = { queue: [], claimed: new Set<number>(), started: 0, ended: 0 };
    this.stores.set(name, store);
    return store;
  }

  private async askAsync(): Promise<void> {
    this.onMemory(1);
    await this.waitAsync(MEMORY_MS);
  }

  private waitAsync(ms: number): Promise<void> {
    return new Promise((resolve) => void this.clock.setTimer(ms, resolve));
  }
}

interface WorkerSurroundings {
  readonly clock: Clock;
  /** One request to the store. */
  readonly askAsync: () => Promise<void>;
  readonly waitAsync: (ms: number) => Promise<void>;
}

/** Shares work as SharedWork.luau does. */
class SimulatedWorker {
  isExhausted = false;
  private readonly known = new Set<number>();
  private readonly startedAt: number;
  private hasStarted = false;
  private expectedSeconds: number;

  constructor(
    private readonly order: SharedOrder,
    private readonly store: Store,
    private readonly around: WorkerSurroundings,
  ) {
    this.expectedSeconds = order.expectedSeconds;
    this.startedAt = around.clock.now();
  }

  async beginAsync(): Promise<boolean> {
    const { claims } = this.order;
    if (claims === undefined || (await this.claimAsync(claims))) return true;
    this.expectedSeconds = 0;
    return false;
  }

  async takeAsync(leftMs: number): Promise<readonly Package[] | undefined> {
    const { shares, seconds } = this.order;
    const { askAsync, waitAsync, clock } = this.around;
    if (!this.hasStarted) {
      if (this.expectedSeconds === 0) await waitAsync(SPREAD_MS);
      await askAsync();
      this.store.started++;
      this.hasStarted = true;
    }
    if (leftMs <= 0) return await this.finishAsync();
    const spentSeconds = (clock.now() - this.startedAt) / 1000;
    const pace = this.expectedSeconds > 0 ? spentSeconds / this.expectedSeconds : 1;
    let share = await this.readAsync();
    if (share === undefined && spentSeconds < FILL_SECONDS) {
      await waitAsync(SPREAD_MS);
      share = await this.readAsync();
    }
    if (share !== undefined && (seconds[share - 1] ?? 0) * pace * 1000 > leftMs) {
      await this.putAsync(share);
      return await this.finishAsync();
    }
    if (share === undefined) {
      await askAsync();
      const hasAll = this.store.claimed.size >= this.order.given;
      if (!hasAll) share = await this.takeOverAsync();
      this.isExhausted = hasAll;
    }
    if (share === undefined) return await this.finishAsync();
    this.expectedSeconds += seconds[share - 1] ?? 0;
    return shares[share - 1] ?? [];
  }

  async awaitOthersAsync(leftMs: number): Promise<void> {
    const { clock, askAsync, waitAsync } = this.around;
    const untilMs = clock.now() + Math.min(this.order.patienceSeconds * 1000, leftMs);
    while (this.isExhausted && clock.now() < untilMs) {
      await askAsync();
      await askAsync();
      if (this.store.ended >= this.store.started) return;
      await waitAsync(LOOK_MS);
    }
  }

  private async finishAsync(): Promise<undefined> {
    await this.around.askAsync();
    this.store.ended++;
  }

  private async readAsync(): Promise<number | undefined> {
    await this.around.askAsync();
    return this.store.queue.shift();
  }

  private async putAsync(number: number): Promise<void> {
    await this.around.askAsync();
    this.store.queue.push(number);
    this.store.queue.sort((a, b) => a - b);
  }

  private async takeOverAsync(): Promise<number | undefined> {
    let tries = 0;
    for (let number = 1; number <= this.order.given && tries < TRIES; number++) {
      if (this.known.has(number)) continue;
      tries++;
      if (await this.claimAsync(number)) return number;
    }
    return undefined;
  }

  private async claimAsync(number: number): Promise<boolean> {
    await this.around.askAsync();
    this.known.add(number);
    if (this.store.claimed.has(number)) return false;
    this.store.claimed.add(number);
    const { given, shares } = this.order;
    for (let other = given + number; other <= shares.length; other += given) void this.putAsync(other);
    return true;
  }
}

function outcomeOf(key: string, durationMs: number): object {
  const tests = [{ module: 'spec', path: ['works'], status: 'passed' }];
  const results = {
    format: 'studio-bridge-test-results@1',
    framework: 'plain',
    specs: 1,
    tests,
    problems: [],
    durationMs,
  };
  return { key, state: 'ended', results, durationMs };
}

/** Values and no lines, as a task puts them into its binary output. */
function outputOf(values: readonly unknown[]): Uint8Array {
  const text = Buffer.from(JSON.stringify(values));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(text.length);
  return Buffer.concat([head, text]);
}
