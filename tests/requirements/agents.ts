// What agents get: the MCP server, and the ways to connect them to it.
import { need } from './need.js';

export const AGENTS = {
  'mcp.tools': need(
    'guide: MCP tools',
    'Commands are tools by their definition: name, input, annotations, result.',
  ),
  'mcp.catalogue': need(
    'peers 5.1',
    'At most sixteen tools are offered by default, in at most 20,000 characters; `--tools` chooses others.',
  ),
  'mcp.eras': need(
    'peers 5.1',
    'Clients of 2025-11-25 and of 2026-07-28 drive every tool, on both transports.',
  ),
  'mcp.first-message': need(
    'peers 5.1',
    'Whatever the first message is, it is answered, and the next one too.',
  ),
  'mcp.envelope': need(
    'peers 5.1',
    'Every result, also a failing one, has one envelope that its output schema admits, and a short text.',
  ),
  'mcp.long-output': need('peers 5.2', 'What is too long is cut, and all of it is in a file and in parts.'),
  'mcp.images': need('peers 5.2', 'Pictures are sent as pictures, scaled down by default.'),
  'mcp.targeting': need(
    'guide: MCP tools',
    'Session tools take sessionId and context, and refuse with the list where several sessions fit.',
  ),
  'mcp.cancel': need('peers 5.1', 'A cancelled call is cancelled in the plugin.'),
  'mcp.progress': need('peers 5.1', 'Long calls report progress to clients that ask for it.'),
  'mcp.once': need('rulings 5', 'A script that yields runs exactly once.'),
  'mcp.resources': need('peers 5.2', 'Sessions, logs, the guide and long results can be read as resources.'),
  'mcp.prompts': need('peers 5.2', 'Prompts begin debugging, testing and play-testing.'),
  'mcp.http-guard': need(
    'rulings 4',
    'Over HTTP only loopback names, no web pages, and only who knows the token get in.',
  ),
  'mcp.conformance': need(
    'peers 5.1',
    'The conformance suite of the protocol passes against the HTTP server.',
  ),
  'mcp.http-sessions': need(
    'peers 5.1',
    'Over HTTP a client of the older revision has a session: streams, what it subscribed to, and results after a break.',
  ),
  'mcp.logging': need(
    'peers 5.1',
    'What a call prints is sent as log messages to clients that name a level.',
  ),
  'mcp.confirm': need(
    'peers 5.1',
    'With `--confirm` the client asks its user before a tool that may destroy something.',
  ),
  'mcp.working-day': need(
    'peers 5.3',
    'By tools alone: find, read, edit, test, play with input, see errors, build, compare, undo.',
  ),
  'mcp.bad-input': need(
    'goal: bad input',
    'Wrong types, unknown tools, vanished sessions and closed pipes give a sentence or a quiet end.',
  ),
  'mcp.end-of-input': need(
    'goal: bad input',
    'At the end of its input the server answers every request that it has read, and ends.',
  ),
  'mcp.install': need(
    'peers 5.2',
    'One entry is merged into the configuration of each client, and the rest of the file stays.',
  ),
} as const;
