// `process list`: every connected session.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { textTable } from '../../../command/text/text-table.js';
import { throwIfCancelled, untilAbortedAsync } from '../../../command/waits.js';
import { groupInstances } from '../../../protocol/instance-info.js';
import { delayAsync } from '../../../support/delay.js';

export const processList = defineCommand({
  name: ['process', 'list'],
  summary: 'List the sessions of every connected Studio',
  examples: [
    { line: 'process list', about: 'See what is connected' },
    { line: 'process list --json', about: 'The same for a program' },
  ],
  target: 'connection',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  aliases: ['sessions'],
  tool: {
    isDefault: true,
    description: 'List connected Studio sessions: id, place, context, state, origin.',
  },
  input: z.strictObject({}),
  async run(_input, { connection, clock, signal, options, notify }) {
    const waitMs = Math.min(connection.unsettledMs, options.waitMs ?? Number.POSITIVE_INFINITY);
    if (waitMs > 0) {
      notify('Waiting for Studios to connect...');
      await Promise.race([delayAsync(clock, waitMs), untilAbortedAsync(signal)]);
      throwIfCancelled(signal);
    }
    return { sessions: connection.listSessions() };
  },
  format({ sessions }) {
    if (sessions.length === 0) {
      return 'No Studio is connected.\nOpen one with the plugin installed, or start an emulated one: studio-bridge emulator';
    }
    const rows = groupInstances(sessions)
      .flatMap((instance) => instance.sessions)
      .map((session) => [
        session.sessionId.slice(0, 8),
        session.placeName,
        session.instanceId.slice(0, 8),
        session.player === undefined ? session.context : `${session.context} (${session.player})`,
        session.stale ? `${session.state} (not answering)` : session.state,
        session.origin,
      ]);
    return textTable(['SESSION', 'PLACE', 'STUDIO', 'CONTEXT', 'STATE', 'ORIGIN'], rows);
  },
});
