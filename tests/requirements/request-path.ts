// One request from the caller to the plugin and back: wire, host, session and the result of a script.
import { need } from './need.js';

export const REQUEST_PATH = {
  'wire.corpus': need(
    'architecture 7',
    'TypeScript and the plugin accept and refuse the same frames of one corpus.',
  ),
  'wire.additive': need(
    'protocol 3.4',
    'Unknown message types and fields are ignored, and the connection stays up.',
  ),
  'wire.bad-frames': need(
    'rulings 1: bad frames',
    'A frame that does not validate is dropped; its sender hears INVALID_PAYLOAD if it can be named.',
  ),
  'wire.request-id': need(
    'rulings 1: requestId',
    'The caller makes a UUID for each request; it stands in the envelope and comes back unchanged.',
  ),
  'wire.empty-table': need(
    'rulings 2.4',
    'An empty Luau table arrives as an array and is taken for an empty object where one is due.',
  ),
  'wire.values': need(
    'rulings 2.8',
    'Numbers that JSON lacks, bytes that are not UTF-8 and datatypes travel in tagged form.',
  ),

  'path.processes': need(
    'architecture 5',
    'A request passes client, host and plugin over WebSockets between separate processes.',
  ),
  'path.in-memory': need(
    'rulings 6.2',
    'In the process that is the host, requests take the same path over an in-memory link.',
  ),
  'path.raw-relay': need('rulings 6.3', 'The host reads envelopes; a payload that it does not know passes.'),
  'path.interleaved': need(
    'protocol 4',
    'Requests in flight together are answered in any order, each to its asker.',
  ),
  'path.timeout': need(
    'protocol 7.4',
    'A request without an answer ends with TIMEOUT; a late answer is dropped.',
  ),
  'path.result-checked': need(
    'architecture 5',
    'An answer that does not fit its definition is INVALID_RESULT, naming action and path.',
  ),
  'path.capability': need(
    'protocol 6.2',
    'A message whose capability the plugin does not offer is not sent.',
  ),

  'host.binds-once': need('rulings 6.1', 'The process that binds the port keeps that very socket.'),
  'host.loopback': need('rulings 4.1', 'The host listens on loopback only.'),
  'host.health': need('guide: discovery', '`/health` tells port, protocol version, sessions and uptime.'),
  'host.joins': need('guide: role detection', 'A command joins the host that is there instead of failing.'),
  'host.fresh-id': need(
    'rulings 3',
    'A session id that is taken gets replaced in the welcome; nobody is evicted.',
  ),
  'host.clamps-version': need(
    'protocol 3.2',
    'The welcome carries the lower protocol version and the common capabilities.',
  ),
  'host.silent-plugin': need('rulings 4.4', 'A connection that does not register in time is closed.'),
  'host.stale-sessions': need(
    'protocol 5.3',
    'A session is stale after 45 s and gone after 60 s of silence.',
  ),
  'host.session-gone': need(
    'rulings 5.2',
    'A session that leaves and does not come back fails its requests, saying what is known about delivery.',
  ),

  'action.pushed': need(
    'guide: dynamic actions',
    'On connect the host pushes the actions that the plugin does not hold yet.',
  ),
  'action.error-code': need(
    'architecture 6',
    'An error table with a code reaches the caller; anything else is INTERNAL_ERROR with its traceback.',
  ),

  'script.return-values': need(
    'rulings 1: script results',
    'All return values reach the caller, tagged where JSON has no form for them.',
  ),
  'script.streams': need('rulings 5.3', 'Output arrives while the script runs, in order, each line once.'),
  'script.output-first': need(
    'rulings 2.7',
    'Everything that the script printed arrives before its completion, spawned threads included.',
  ),
  'script.syntax-error': need(
    'rulings 2.6',
    'A syntax error reaches the user with chunk name, line and text, with and without loadstring.',
  ),
  'script.runtime-error': need(
    'goal: exec',
    'A runtime error carries chunk name, line and traceback as Studio shows them.',
  ),
  'script.exit-code': need('goal: exec', 'A script that fails makes the command exit with 1.'),
  'script.one-at-a-time': need('protocol 4.4', 'Scripts queue in the plugin; queries pass a running script.'),
  'script.cancel': need('rulings 1: cancel', 'A cancelled script ends with its own failed completion.'),
  'script.timeout-cancels': need(
    'rulings 1: timeouts',
    'A script that exceeds its time is cancelled in the plugin.',
  ),
  'wire.timeouts': need('protocol 7.4', 'Each request has the time-out that the protocol gives it.'),
  'script.at-most-once': need(
    'rulings 5.1',
    'The same request id again returns the stored outcome or joins the running one.',
  ),
} as const;
