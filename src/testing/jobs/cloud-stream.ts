// Output of a task while it runs, by the best way that there is: the service's logs, if it shows any so early; a side
// channel through MemoryStore, if the key may read it; otherwise none. It is for showing: what it leaves out comes with
// the result, and nothing that goes wrong here is more than that.
import type { CloudLogMessage, OpenCloudClient } from '../../open-cloud/index.js';
import type { RunEvent, StreamRung } from '../run-report.js';
import { levelOf, type TaskLine } from './cloud-task-output.js';

/** What is known about the service, for all tasks of a context. */
export interface StreamKnowledge {
  hasLiveLogs: boolean | undefined;
  hasMemoryStore: boolean | undefined;
}

export interface StreamRequest {
  readonly taskPath: string;
  readonly universeId: number;
  readonly map: string;
  readonly packageName: string;
  /** What lines begin with that are none of the script's. */
  readonly own: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/** Looks for live logs in one task before it is taken for granted that there are none. */
const MAX_PROBES = 3;

export class CloudStream {
  rung: StreamRung = 'state-only';
  private probes = 0;
  private seen = 0;
  private seq = 0;
  private lastId: string | undefined;

  constructor(
    private readonly client: OpenCloudClient,
    private readonly known: StreamKnowledge,
    private readonly request: StreamRequest,
  ) {}

  /** Tells what is new. */
  async pollAsync(): Promise<void> {
    if (await this.readLiveLogsAsync()) return;
    await this.readMemoryStoreAsync();
  }

  /** @param hadOutput Whether the task printed anything, now that it is over. */
  conclude(hadOutput: boolean): void {
    if (this.known.hasLiveLogs === undefined && hadOutput && this.probes > 0) this.known.hasLiveLogs = false;
  }

  private async readLiveLogsAsync(): Promise<boolean> {
    const { hasLiveLogs } = this.known;
    if (hasLiveLogs === false || (hasLiveLogs === undefined && this.probes >= MAX_PROBES)) return false;
    this.probes++;
    const { taskPath, signal } = this.request;
    const messages = await this.client.listLogsAsync(taskPath, signal).catch(() => []);
    if (messages.length === 0) return false;
    this.known.hasLiveLogs = true;
    this.rung = 'live-logs';
    for (const line of messages.slice(this.seen).map(lineOf)) this.tell(line);
    this.seen = messages.length;
    return true;
  }

  private async readMemoryStoreAsync(): Promise<void> {
    if (this.known.hasMemoryStore === false) return;
    const { universeId, map, signal } = this.request;
    try {
      for (const { id, value } of await this.client.listSortedMapAsync(
        universeId,
        map,
        this.lastId,
        signal,
      )) {
        this.lastId = id;
        this.rung = 'memory-store';
        for (const line of linesOf(value)) this.tell(line);
        await this.client.deleteSortedMapItemAsync(universeId, map, id, signal);
      }
      this.known.hasMemoryStore = true;
    } catch {
      this.known.hasMemoryStore ??= false;
    }
  }

  private tell(line: TaskLine): void {
    if (line.text.startsWith(this.request.own)) return;
    this.request.onEvent({ seq: ++this.seq, ...line, package: this.request.packageName });
  }
}

/** Each is its number, level, time and text. */
function linesOf(value: unknown): TaskLine[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const [, level, time, text]: unknown[] = Array.isArray(item) ? item : [];
    const isLine = typeof level === 'number' && typeof time === 'number' && typeof text === 'string';
    return isLine ? [{ level: levelOf(level), time, text }] : [];
  });
}

const TYPES = { OUTPUT: 0, INFO: 1, WARNING: 2, ERROR: 3, MESSAGE_TYPE_UNSPECIFIED: 0 } as const;

export function lineOf({ message, messageType, createTime }: CloudLogMessage): TaskLine {
  const time = createTime === undefined ? Number.NaN : Date.parse(createTime);
  return { level: levelOf(TYPES[messageType]), time: Number.isNaN(time) ? 0 : time, text: message };
}
