// Output of a task while it runs, by the best way that there is: the service's logs, if it shows any so early; a side
// channel through MemoryStore, if the key may read it; otherwise none. It is for showing: what it leaves out comes with
// the result, and nothing that goes wrong here is more than that.
import {
  type CloudLogMessage,
  hasEnded,
  type OpenCloudClient,
  type SortedMapItem,
} from '../../open-cloud/index.js';
import type { RunEvent, StreamRung } from '../results/run-report.js';
import { keptLogs, levelOf, numbered, type TaskLine } from './cloud-task-output.js';

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
  /** What lines begin with that take no number. */
  readonly mark: string | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/** Looks for live logs in one task before it is taken for granted that there are none. */
const MAX_PROBES = 3;
/** Logs may be read less often than a sorted map. */
const LOGS_MS = 1_000;

export class CloudStream {
  rung: StreamRung = 'state-only';
  private probes = 0;
  private sureProbes = 0;
  private readAtMs = Number.NEGATIVE_INFINITY;
  private newest = 0;
  /** Lines without a number of their own that were told behind the newest one. */
  private marks = 0;
  private readonly texts = new Map<number, string>();
  private lastId: string | undefined;

  constructor(
    private readonly client: OpenCloudClient,
    private readonly known: StreamKnowledge,
    private readonly request: StreamRequest,
  ) {}

  /** Lines that were told, by their numbers, which are those that they have in the whole output. */
  get told(): ReadonlyMap<number, string> {
    return this.texts;
  }

  /** Tells what is new. @param isExecuting Whether the service says that the script runs: before, there are no logs to see. */
  async pollAsync(isExecuting: boolean): Promise<void> {
    const { hasLiveLogs } = this.known;
    if (hasLiveLogs && (await this.readLiveLogsAsync())) return;
    const items = await this.listItemsAsync();
    if (hasLiveLogs === undefined && this.isTimeToProbe(items.length > 0, isExecuting)) {
      if (await this.readLiveLogsAsync()) return;
    }
    await this.tellItemsAsync(items);
  }

  /** @param hadOutput Whether the task printed anything, now that it is over. */
  conclude(hadOutput: boolean): void {
    if (this.known.hasLiveLogs === undefined && hadOutput && this.probes > 0) this.known.hasLiveLogs = false;
  }

  /** @param isPrinting Something is surely printed by now: if the logs show any of it early, then now. */
  private isTimeToProbe(isPrinting: boolean, isExecuting: boolean): boolean {
    if (isPrinting) return this.sureProbes++ < MAX_PROBES;
    return isExecuting && this.probes < MAX_PROBES && this.areLogsDue();
  }

  private areLogsDue(): boolean {
    return this.client.clock.now() - this.readAtMs >= LOGS_MS;
  }

  /** False where there are none. */
  private async readLiveLogsAsync(): Promise<boolean> {
    const { hasLiveLogs } = this.known;
    if (hasLiveLogs && !this.areLogsDue()) return true;
    this.readAtMs = this.client.clock.now();
    this.probes++;
    const { taskPath, signal } = this.request;
    const messages = await this.client.listLogsAsync(taskPath, signal).catch(() => []);
    if (messages.length === 0 || (hasLiveLogs === undefined && (await this.hasEndedAsync()))) return false;
    this.known.hasLiveLogs = true;
    this.rung = 'live-logs';
    this.tellNew(messages.map(lineOf));
    return true;
  }

  /** Logs that came so late are no live ones. */
  private async hasEndedAsync(): Promise<boolean> {
    const { taskPath, signal } = this.request;
    return await this.client.getTaskAsync(taskPath, signal).then(hasEnded, () => true);
  }

  private async listItemsAsync(): Promise<SortedMapItem[]> {
    if (this.known.hasMemoryStore === false) return [];
    const { universeId, map, signal } = this.request;
    try {
      const items = await this.client.listSortedMapAsync(universeId, map, this.lastId, signal);
      this.known.hasMemoryStore = true;
      return items;
    } catch {
      // What was given up says nothing about the service.
      if (!signal.aborted) this.known.hasMemoryStore ??= false;
      return [];
    }
  }

  private async tellItemsAsync(items: readonly SortedMapItem[]): Promise<void> {
    const { universeId, map, packageName, signal } = this.request;
    for (const { id, value } of items) {
      this.lastId = id;
      this.rung = 'memory-store';
      for (const { seq, ...line } of linesOf(value)) this.tell({ seq, ...line, package: packageName });
      // It goes by itself, too, and only takes room until then.
      await this.client.deleteSortedMapItemAsync(universeId, map, id, signal).catch(() => {});
    }
  }

  /** Of a log of which the beginning may be gone; where it is not known how much, all waits for the end. */
  private tellNew(log: readonly TaskLine[]): void {
    const { own, mark, packageName } = this.request;
    const { lines, lostLines, isLossExact } = keptLogs(log, own, mark);
    if (!isLossExact) return;
    let seq = 0;
    let marks = 0;
    for (const event of numbered(lines, packageName, mark, lostLines)) {
      if (event.seq !== seq) marks = 0;
      seq = event.seq;
      if (this.isMark(event)) marks++;
      if (seq > this.newest || (seq === this.newest && marks > this.marks)) this.tell(event);
    }
  }

  private tell(event: RunEvent): void {
    if (event.seq !== this.newest) this.marks = 0;
    this.newest = event.seq;
    if (this.isMark(event)) this.marks++;
    else this.texts.set(event.seq, event.text);
    this.request.onEvent(event);
  }

  private isMark({ text }: RunEvent): boolean {
    const { mark } = this.request;
    return mark !== undefined && text.startsWith(mark);
  }
}

/** Each is its number, level, time and text. */
function linesOf(value: unknown): (TaskLine & { seq: number })[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const [seq, level, time, text]: unknown[] = Array.isArray(item) ? item : [];
    const isLine =
      typeof seq === 'number' &&
      typeof level === 'number' &&
      typeof time === 'number' &&
      typeof text === 'string';
    return isLine ? [{ seq, level: levelOf(level), time, text }] : [];
  });
}

const TYPES = { OUTPUT: 0, INFO: 1, WARNING: 2, ERROR: 3, MESSAGE_TYPE_UNSPECIFIED: 0 } as const;

export function lineOf({ message, messageType, createTime }: CloudLogMessage): TaskLine {
  const time = createTime === undefined ? Number.NaN : Date.parse(createTime);
  return { level: levelOf(TYPES[messageType]), time: Number.isNaN(time) ? 0 : time, text: message };
}
