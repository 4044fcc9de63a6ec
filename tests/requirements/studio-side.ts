// What runs in Studio and in its emulated likeness: the plugin, the Luau VM and the engine it stands on.
import { need } from './need.js';

export const STUDIO_SIDE = {
  'plugin.one-source': need(
    'rulings 7',
    'The emulator runs the plugin files that ship, and they do not ask where they are.',
  ),
  'plugin.discovery': need(
    'rulings 2.11',
    'The plugin polls `/health` on its ports while it searches, more often just after it lost a host.',
  ),
  'plugin.register': need(
    'protocol 5.3',
    'It introduces itself with version, instance, context, place, state.',
  ),
  'plugin.adopts-id': need('protocol 5.3', 'It uses the session id of the welcome from then on.'),
  'plugin.hello-fallback': need('protocol 9.2', 'Without an answer to `register` in 3 s it sends `hello`.'),
  'plugin.old-host': need(
    'protocol 9.2',
    'With a host of version 1 scripts run, and nothing is sent that such a host would not know.',
  ),
  'plugin.heartbeat': need('protocol 5.3', 'It sends a heartbeat every 15 s while connected.'),
  'plugin.reconnects': need('rulings 2.5', 'It comes back by itself after the socket or the host went away.'),
  'studio.large-answers': need(
    'rulings 5',
    'An answer that there is no memory for is refused in words, and the plugin goes on whatever goes wrong.',
  ),
  'plugin.instance-id': need(
    'rulings 2.1',
    'The instance id is minted in the edit DataModel and kept as a Workspace attribute.',
  ),
  'plugin.actions': need('guide: dynamic actions', 'It installs pushed actions and answers their messages.'),
  'plugin.pairing': need(
    'rulings 4.3',
    'With a pairing secret it works only with a host that proved to know it, and proves itself in turn.',
  ),
  'plugin.play-client': need(
    'rulings 2.3',
    'The play client connects although it has no HTTP, at the port that it inherits from the edited place.',
  ),
  'plugin.install-errors': need(
    'goal: plugin',
    'A plugins folder that is missing or cannot be written is told before anything is done, in a dry run too.',
  ),
  'plugin.templates': need(
    'goal: plugin',
    'Other programs register plugins of their own and install them as the own one is: whole, compared, without tools.',
  ),
  'plugin.unload': need(
    'goal: plugin',
    'A plugin that is unloaded, and a play test that ends, leave no socket, no loop and no connection behind.',
  ),
  'plugin.relay': need(
    'rulings 2.3',
    'A play client that may open no socket is relayed by the plugin of the edited place.',
  ),
  'plugin.absent-members': need(
    'rulings 2.2',
    'Members that a Studio lacks are done without, and `process info` names them and what is done instead.',
  ),
  'plugin.ephemeral': need(
    'goal: plugin',
    'The same source, installed for one host, goes with that host and shows nothing in Studio.',
  ),
  'plugin.quiet': need(
    'goal: plugin',
    'One line when it connects and one when it loses the host, more only when asked for.',
  ),
  'plugin.panel': need(
    'goal: plugin',
    'A toolbar button opens a panel with the state, the attempt and a switch for connecting by itself.',
  ),
  'studio.check-list': need(
    'goal: evidence',
    'A check list for a real Studio has exact commands and lines, which an emulated one confirms as far as it can.',
  ),
  'plugin.members-table': need(
    'goal: plugin',
    'A table names every member of Roblox that the plugin uses, where it is documented, and what happens without it.',
  ),
  'plugin.contexts': need(
    'rulings 2.2',
    'The context is decided once, by the table of the platform, and a pause is told from RunState.',
  ),
  'plugin.log-buffer': need('protocol 5.2', 'It keeps the last 1000 lines of output.'),
  'plugin.all-modules-load': need('architecture 7', 'Every module of the plugin loads in the VM.'),

  'vm.pinned': need('goal: VM', 'The VM build is checked by hash and by layout before it is used.'),
  'vm.worker': need('rulings 7.4', 'Each DataModel has a VM of its own, off the main thread.'),
  'vm.time-limit': need(
    'goal: VM',
    'A loop without end, also one that catches errors, ends with the script time-out; the Studio lives on.',
  ),
  'vm.memory-limit': need('rulings 7.4', 'A script that exhausts its memory fails alone.'),
  'vm.binary-strings': need('goal: VM', 'Strings keep every byte, NUL and invalid UTF-8 included.'),

  'engine.task': need('goal: prelude', '`task` spawns, defers, delays, waits and cancels in frame order.'),
  'engine.signals': need('goal: prelude', 'Signals connect, fire, wait, run once and disconnect.'),
  'engine.instances': need(
    'rulings 7.5',
    'Classes, properties, defaults and enums come from the reflection data.',
  ),
  'engine.query-descendants': need('platform 7', '`QueryDescendants` understands its whole grammar.'),
  'engine.language': need(
    'platform 7',
    'Scripts run as in Studio: require, environments, globals, tracebacks and uncaught errors.',
  ),
  'engine.instance-rules': need(
    'platform 7',
    'Instances follow the rules of the engine: events, references, locks, arguments and error texts.',
  ),
  'engine.datatypes': need('platform 6', 'Every datatype has its constructors, operators, members and text.'),
  'engine.bad-input': need(
    'goal: engine',
    'What exhausts memory, time or the stack, or is too deep, is an error; the Studio lives on.',
  ),
  'engine.http': need('goal: prelude', 'HttpService makes requests, web streams, GUIDs and JSON.'),
  'engine.logs': need('goal: prelude', 'LogService reports print, warn and errors with their level.'),
  'engine.run-service': need('goal: prelude', 'RunService tells the context and fires the frame signals.'),
  'engine.require': need('goal: prelude', '`require` runs a module once and reports what failed in it.'),
  'engine.loadstring': need('goal: prelude', '`loadstring` compiles text and returns its syntax errors.'),
  'engine.typeof': need('goal: prelude', '`typeof` names Roblox types as the engine does.'),
  'engine.not-emulated': need(
    'rulings 7.2',
    'A member that is not emulated raises an error that names it, never a silent nothing.',
  ),
  'emulator.virtual-time': need(
    'rulings 7.6',
    'On a virtual clock waiting takes no time, and the bridge goes on in real time.',
  ),
  'emulator.seed': need(
    'goal: engine',
    'With virtual time and a seed, two runs of a script give the same output, to the byte and with its times.',
  ),
  'engine.rules': need(
    'goal: conformance',
    'Every rule of the platform that the emulated engine shares has a case of ours that shows it.',
  ),
  'emulator.faults': need(
    'goal: emulator command',
    'An emulated Studio has the faults that a file describes, the same in every run with the same seed.',
  ),
  'emulator.origin': need('rulings 7.2', 'An emulated session says so wherever sessions are shown.'),
  'emulator.paired': need(
    'rulings 4.3',
    "The emulated Studios of the program are paired with this user's hosts once the plugin is installed.",
  ),
  'emulator.no-protocol': need(
    'rulings 7.3',
    'Messages of the emulated Studio are made by the plugin alone.',
  ),
} as const;
