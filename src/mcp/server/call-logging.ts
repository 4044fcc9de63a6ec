// What a call prints, as log messages, for a client that said from which level on it wants them: a client of the older
// revision for its whole session, one of the newer with each call.
import type { Server, ServerContext } from '@modelcontextprotocol/server';
import type { OutputLevel } from '../../protocol/log-entry.js';

/** From the least. */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;

const LEVEL_OF = { Print: 'info', Info: 'notice', Warning: 'warning', Error: 'error' } as const;

export type LogLine = (text: string, level: OutputLevel) => void;

/** Returns, for one call, what takes its lines. */
export function serveLogging(server: Server, era: 'legacy' | 'modern'): (context: ServerContext) => LogLine {
  let least: (typeof LEVELS)[number] | undefined;
  if (era === 'legacy') {
    server.setRequestHandler('logging/setLevel', ({ params }) => {
      least = params.level;
      return {};
    });
  }
  return ({ mcpReq }) =>
    (text, level) => {
      const said = LEVEL_OF[level];
      // Of the newer revision the SDK knows what the call asked for.
      if (era === 'legacy' && (least === undefined || LEVELS.indexOf(said) < LEVELS.indexOf(least))) return;
      // Where the client is gone, there is nobody to tell.
      mcpReq.log(said, text, 'studio').catch(() => {});
    };
}
