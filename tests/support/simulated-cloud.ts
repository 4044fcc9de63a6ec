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
  /** The most unfinished tasks that any place had at a time. */
  readonly mostTasks: () => number;
}

/** @param durationOf How long the package of this key takes. */
export function createSimulatedCloud(clock: Clock, durationOf: (key: string) => number): SimulatedCloud {
  const requests: SimulatedRequest[] = [];
  const running = new Map<number, number>();
  let most = 0;
  const service = new CloudService({
    clock,
    boot: MEASURED_BOOT_TIMES,
    run: simulatedServers(clock, durationOf, (placeId, change) => {
      const count = (running.get(placeId) ?? 0) + change;
      running.set(placeId, count);
      most = Math.max(most, count);
    }),
  });
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
  return { transport, requests, mostTasks: () => most };
}

interface BatchOrder {
  readonly packages?: readonly { readonly key: string }[];
  readonly totalSeconds?: number;
  readonly version?: number;
}

/** Each takes the time of its packages, and returns what the runner returns. */
function simulatedServers(
  clock: Clock,
  durationOf: (key: string) => number,
  count: (placeId: number, change: number) => void,
): TaskRunner {
  return ({ script, version, placeId, onStarted }) => {
    onStarted();
    count(placeId, 1);
    const orders = [...script.matchAll(/JSONDecode\(\[(=*)\[(.*?)\]\1\]\)/g)].map(
      ([, , text = '{}']) => JSON.parse(text) as BatchOrder,
    );
    const wanted = orders.find((order) => order.version !== undefined)?.version ?? version;
    const { packages = [], totalSeconds = 0 } = orders.find((order) => order.packages) ?? {};
    const done: object[] = [];
    const deferred: string[] = [];
    let takenMs = 0;
    for (const { key } of wanted === version ? packages : []) {
      if (takenMs >= totalSeconds * 1000) deferred.push(key);
      else done.push(outcomeOf(key, durationOf(key)));
      if (takenMs < totalSeconds * 1000) takenMs += durationOf(key);
    }
    const format = 'studio-bridge-task@1';
    const summary =
      wanted === version ? { format, success: true, kind: 'returned' } : { format, wrongVersion: version };
    const returned = {
      format: 'studio-bridge-batch-results@1',
      packages: done,
      deferred,
      durationMs: takenMs,
    };
    let timer = { cancel: () => {} };
    const outcome = new Promise<{ kind: 'returned'; results: string; binaryOutput: Uint8Array }>(
      (resolve) => {
        timer = clock.setTimer(takenMs, () => {
          count(placeId, -1);
          resolve({
            kind: 'returned',
            results: JSON.stringify([summary]),
            binaryOutput: outputOf([returned]),
          });
        });
      },
    );
    return { outcome, stop: () => timer.cancel() };
  };
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
