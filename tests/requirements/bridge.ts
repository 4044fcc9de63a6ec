// The bridge between processes: host, clients, what happens when either ends, and who may connect at all.
import { need } from './need.js';

export const BRIDGE = {
  'bridge.legacy-plugin': need(
    'protocol 9.1',
    'A plugin of version 1 is welcomed on both entry paths and gets its scripts one at a time.',
  ),
  'bridge.plugin-update': need(
    'protocol 3.2.1',
    'An outdated plugin is taken, told so in its welcome, and named in the log and to whoever uses it.',
  ),
  'bridge.compression': need(
    'protocol 13.2',
    'Frames that are large enough for it to pay are compressed towards plugins that can read them.',
  ),
  'bridge.subscriptions': need(
    'protocol 5.2',
    'Pushes reach any number of followers over one subscription on the plugin, which ends with the last.',
  ),
  'bridge.missed-lines': need(
    'rulings 1: log timestamp',
    'A follower that comes back is subscribed again and told which lines it missed.',
  ),
  'bridge.hot-reload': need(
    'rulings 1: actions',
    'An edited action file reaches connected plugins without a reconnect; a refused one is named.',
  ),
  'bridge.delivery': need('rulings 5.2', 'A request that fails says what is known of its delivery.'),
  'bridge.resend': need(
    'rulings 5.1',
    'After a lost connection requests are sent again by themselves, and none runs twice.',
  ),
  'bridge.succession': need(
    'rulings 6.4',
    'When the host ends, by its own will or by force, a client becomes the host and requests go on.',
  ),
  'bridge.handover': need(
    'rulings 6.6',
    'A host that leaves hands over to a client before it lets its plugins go.',
  ),
  'bridge.remote-stays-client': need('rulings 6.4', 'A client with a remote host never takes over.'),
  'bridge.container': need(
    'split-server 6',
    'In a container the forwarded host is joined, and its absence raises no false alarm.',
  ),
  'bridge.instances': need(
    'goal: sessions',
    'The sessions of one Studio belong together, and a Studio comes and leaves as one.',
  ),
  'bridge.targets': need(
    'rulings 3',
    'A unique prefix of an id or the name of a place names a session; otherwise the choices are listed.',
  ),
  'bridge.fresh-host-waits': need('rulings 6.7', 'A fresh host waits for plugins before it picks one.'),
  'bridge.replacement': need(
    'rulings 3',
    'A session is replaced only if the same Studio registers again and its old socket is dead.',
  ),
  'bridge.origins': need('rulings 4.1', 'Foreign origins and host names are refused.'),
  'bridge.token': need('rulings 4.2', 'Client and host prove to each other that they know the token.'),
  'bridge.host-pairing': need(
    'rulings 4.3',
    'The host proves the pairing secret and demands the proof of it.',
  ),
  'bridge.half-open': need(
    'protocol 13.3',
    'A connection that is dead without a word is found by pings, on both sides.',
  ),
  'bridge.odd-answers': need(
    'goal: faults',
    'A plugin that answers twice, out of order, late, never or with garbage harms nobody but its own request.',
  ),
  'bridge.limits': need('rulings 4.4', 'Requests in flight and bytes queued to a slow reader are limited.'),
  'bridge.fuzzing': need('rulings 4.5', 'What a plugin or client sends never ends the host.'),
  'bridge.port-in-use': need(
    'split-server 4',
    'A port that is held is named, with who holds it and the way out.',
  ),
  'remote.used': need(
    'split-server 6',
    'A host that is named, or forwarded into a container, is used, and nobody takes its place.',
  ),
  'remote.container-alone': need(
    'split-server 6',
    'A container into which nothing is forwarded hears no alarm.',
  ),
  'doctor.hops': need(
    'goal: doctor',
    'One command looks at port, holder, host, token, plugin, sessions, play contexts, emulator and its parts.',
  ),
  'doctor.mends': need('goal: doctor', 'What is wrong is named with the command that mends it.'),
  'serve.signals': need(
    'split-server 4',
    'A signal ends `serve` in order: clients are told, one of them takes its place, and it says so.',
  ),
  'script.interrupted': need('goal: exec', 'Ctrl+C on a running command cancels its script in Studio.'),
  'bridge.other-user': need(
    'rulings 4.2',
    'A process of another user of the machine can neither use a host nor pass for one.',
  ),
  'input.port': need('goal: bad input', 'A port that is none is refused before anything else is done.'),
  'input.remote': need(
    'goal: bad input',
    'An address that is none, a name that does not resolve and an absent host are told apart.',
  ),
  'input.token-file': need(
    'goal: bad input',
    'A token that cannot be used is told by whoever finds it, with the way out.',
  ),
  'input.full-disk': need('goal: faults', 'A token that cannot be written is told where the host starts.'),
  'input.action': need(
    'goal: bad input',
    'A folder of actions that is missing and a payload that is no JSON object are named.',
  ),
  'serve.detached': need(
    'guide: serve',
    'A host can be started that outlives its command, be asked for its status, and be stopped.',
  ),
  'serve.not-running': need('guide: serve', 'That no host runs is said, and is an exit code of its own.'),
  'action.own': need(
    'rulings 1: actions',
    "Users' own actions are invoked by name, also through a host that does not know them.",
  ),
  'action.hot-reload': need(
    'rulings 1: actions',
    'A host sends an edited action to the connected plugin; a broken one leaves the old handler.',
  ),
  'logs.query': need('guide: console logs', 'Buffered logs are listed by level, count and end.'),
  'logs.follow': need('guide: console logs', 'Logs are followed by pushes, through a change of the host.'),
  'budget.logs': need(
    'goal: budgets',
    'Logs that no answer can hold are cut, and lines that are no longer kept are told by their numbers.',
  ),
  'info.plugin': need('guide: process info', 'The plugin of a session and its pairing are shown.'),
} as const;
