// Lines as they are printed: pushed by the plugin, chosen here, each shown once.
import type { SessionContext } from '../../../command/command-context.js';
import { followSessionAsync } from '../../../command/follow-session.js';
import { LogFolder } from '../../../command/text/fold-logs.js';
import { logPushPayload } from '../../../protocol/events.js';
import type { LogEntry } from '../../../protocol/log-entry.js';
import type { Timer } from '../../../support/clock.js';
import {
  chooseLogs,
  type KeptLogs,
  type LogChoice,
  linesFrom,
  shortfallOf,
  shortfallText,
} from './choose-logs.js';
import { INDENT, isWanted, type LogFilter, lineText, times } from './log-lines.js';

/** A line that comes again is counted for so long before the count is shown. */
const COUNT_MS = 1000;
export async function followLogsAsync(
  filter: LogFilter,
  context: SessionContext,
  choice: LogChoice,
  readKeptAsync: () => Promise<KeptLogs>,
): Promise<void> {
  const { emit } = context;
  const teller = createTeller(filter, context);
  const show = (entry: LogEntry) => teller.show(entry);
  /** The first lines; one that was printed while they were asked for is pushed too. */
  const asked = new Set<string>();
  const follower = {
    push({ payload }: { payload: unknown }) {
      const push = logPushPayload.safeParse(payload);
      if (!push.success) return;
      const { entry } = push.data;
      if (!asked.has(keyOf(entry))) show(entry);
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
  try {
    await followSessionAsync(context, 'logPush', follower, async () => {
      const kept = await readKeptAsync();
      const chosen = chooseLogs(kept, choice, filter);
      const shortfall = shortfallOf(kept, choice, chosen.length);
      const said = shortfallText(shortfall).join('\n');
      if (said !== '') {
        emit({
          to: 'diagnostics',
          level: 'Warning',
          text: said,
          data: { event: 'missed', ...shortfall.missed },
        });
      }
      for (const entry of linesFrom(chosen, kept)) show(entry);
      for (const entry of kept.entries) asked.add(keyOf(entry));
    });
  } finally {
    teller.flush();
  }
}

/** Shows what is wanted. In JSON each line is one of its own; in text stacks are indented and repeats counted. */
function createTeller(filter: LogFilter, { emit, clock }: SessionContext) {
  const folder = new LogFolder();
  let isShown = false;
  let pending = 0;
  let timer: Timer | undefined;
  const flush = () => {
    timer?.cancel();
    timer = undefined;
    if (pending > 0) emit({ to: 'result', text: `${INDENT}${times(pending)} more` });
    pending = 0;
  };
  const tell = (entry: LogEntry, text: string) => emit({ to: 'result', text, data: { event: 'log', entry } });
  return {
    flush,
    show(entry: LogEntry) {
      if (filter.raw) {
        if (isWanted(entry, filter)) tell(entry, lineText(entry));
        return;
      }
      const step = folder.add(entry);
      if (step.kind === 'new') {
        flush();
        isShown = isWanted(entry, filter);
      }
      if (!isShown) return;
      if (step.kind === 'new') tell(entry, lineText(entry));
      else if (step.kind === 'stack' && step.repeats === 1) tell(entry, `${INDENT}${entry.body}`);
      else tell(entry, '');
      if (step.kind !== 'repeat') return;
      pending++;
      timer ??= clock.setTimer(COUNT_MS, flush);
    },
  };
}

/** A plugin that begins anew counts anew. */
function keyOf({ seq, time }: LogEntry): string {
  return `${seq} ${time}`;
}
