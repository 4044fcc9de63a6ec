// Lines as they are printed: pushed by the plugin, chosen here, each shown once.
import type { SessionContext } from '../../../command/command-context.js';
import { followSessionAsync } from '../../../command/follow-session.js';
import { logPushPayload } from '../../../protocol/events.js';
import { type LogEntry, OUTPUT_LEVELS, type OutputLevel } from '../../../protocol/log-entry.js';

export interface LogFilter {
  /** All of them where none is named. */
  readonly levels: readonly OutputLevel[];
  readonly includeInternal: boolean;
}

const LEVEL_WIDTH = Math.max(...OUTPUT_LEVELS.map((level) => level.length));
/** What the plugin itself prints begins with this. */
const INTERNAL_PREFIX = '[StudioBridge]';

export async function followLogsAsync(
  filter: LogFilter,
  context: SessionContext,
  readFirstAsync: () => Promise<readonly LogEntry[]>,
): Promise<void> {
  const { emit } = context;
  const show = (entry: LogEntry) =>
    emit({ to: 'result', text: lineText(entry), data: { event: 'log', entry } });
  /** The first lines; one that was printed while they were asked for is pushed too. */
  const asked = new Set<string>();
  const follower = {
    push({ payload }: { payload: unknown }) {
      const push = logPushPayload.safeParse(payload);
      if (!push.success) return;
      const { entry } = push.data;
      if (isWanted(entry, filter) && !asked.has(keyOf(entry))) show(entry);
    },
    missed({ fromSeq, toSeq }: { fromSeq: number; toSeq: number }) {
      const count = toSeq - fromSeq + 1;
      const lines = count === 1 ? '1 line was' : `${count} lines were`;
      emit({
        to: 'diagnostics',
        level: 'Warning',
        text: `${lines} missed. To see what is kept: studio-bridge console logs --since ${fromSeq - 1} -d head -n ${count}`,
        data: { event: 'missed', fromSeq, toSeq },
      });
    },
  };
  await followSessionAsync(context, 'logPush', follower, async () => {
    for (const entry of await readFirstAsync()) {
      asked.add(keyOf(entry));
      show(entry);
    }
  });
}

/** A plugin that begins anew counts anew. */
function keyOf({ seq, time }: LogEntry): string {
  return `${seq} ${time}`;
}

export function lineText({ level, body }: LogEntry): string {
  return `${level.padEnd(LEVEL_WIDTH)}  ${body.replaceAll('\n', `\n${' '.repeat(LEVEL_WIDTH + 2)}`)}`;
}

function isWanted({ level, body }: LogEntry, { levels, includeInternal }: LogFilter): boolean {
  const isOfLevel = levels.length === 0 || levels.includes(level);
  return isOfLevel && (includeInternal || !body.startsWith(INTERNAL_PREFIX));
}
