// What a newcomer meets: set-up, the commands of the README, and what they say when something is wrong.
import { need } from './need.js';

export const FIRST_USE = {
  'setup.quickstart': need(
    'goal: fresh clone',
    'One command installs, builds, and prints what a script said in an emulated Studio.',
  ),
  'setup.verify': need(
    'goal: fresh clone',
    'One command installs, checks and tests everything, and closes with the counts.',
  ),
  'setup.lockfile': need(
    'goal: fresh clone',
    'The lock file names no registry and knows the packages of every platform.',
  ),
  'setup.package': need(
    'architecture 7',
    'The packed package, installed in another folder, runs the commands of the README.',
  ),
  'setup.node-lines': need('goal: package', 'The packed package works on every supported line of Node.'),
  'setup.optional-packages': need(
    'goal: bad input',
    'Without its optional packages the emulator says what to install, and everything else works.',
  ),
  'docs.readme-runs': need('goal: documents', 'Every command block of the README is run by a test.'),
  'docs.recipes-run': need('goal: documents', 'The recipes of CONTRIBUTING work as they are written.'),

  'run.emulated': need(
    'rulings 7.1',
    'Without an installed Studio, `process run` uses an emulated one and says so first on standard error.',
  ),
  'run.ephemeral': need(
    'guide: process run',
    'It starts a Studio for one script and leaves no process, port or file behind.',
  ),
  'run.choice': need('rulings 7.1', '`--emulator` and `--no-emulator` decide which Studio is used.'),
  'emulator.stays': need(
    'goal: commands',
    '`emulator` keeps an emulated Studio open, which finds a host that starts later.',
  ),
  'serve.host': need(
    'split-server 4',
    '`serve` becomes the host, never a client, and stays until it is stopped.',
  ),
  'serve.busy-port': need(
    'rulings 6.5',
    '`serve` on a port that a host holds fails at once with exit code 2 and the way out.',
  ),
  'serve.json': need(
    'rulings 1: serve --json',
    'With `--json` every event is one JSON object on a line of its own.',
  ),
  'exec.argument': need('guide: console exec', 'A script given as the argument runs in the session.'),
  'exec.file': need('guide: console exec', '`--file` runs a Luau file; its name is the chunk name.'),
  'exec.stdin': need('goal: commands', 'A dash reads the script from standard input.'),
  'exec.json': need(
    'rulings 1: exec results',
    '`--format json` prints success, return values, output records, logs and error as one object.',
  ),
  'list.sessions': need(
    'guide: process list',
    '`process list` shows id, place, context, state and origin of every session.',
  ),
  'info.state': need('guide: process info', '`process info` shows state, place name, place id and game id.'),

  'cli.exit-codes': need(
    'rulings 1: exit codes',
    'The exit code says which kind of failure it was: 1 the work, 2 the call, 3 the infrastructure.',
  ),
  'cli.data-on-stdout': need(
    'architecture 3',
    'Standard output carries the result and nothing else; notices go to standard error.',
  ),
  'cli.json-flag': need('rulings 1: output flags', '`--json` is short for `--format json`.'),
  'cli.output-file': need('rulings 1: output flags', '`--output` writes the result to a file.'),
  'cli.environment': need(
    'rulings 1: state folder',
    'Every option can be given as an environment variable STUDIO_BRIDGE_<OPTION>.',
  ),
  'cli.port': need('rulings 1: port', 'Every command that opens a connection takes `--port`.'),
  'cli.help': need(
    'guide: commands',
    'Help of the tool, of a group and of a command comes from the definitions.',
  ),
  'cli.one-definition': need(
    'architecture 4',
    'Flags, help and documents of a command come from its one definition.',
  ),
  'cli.target': need(
    'rulings 3',
    'A session can be named by any unique prefix of its id, or by its place; nothing falls back silently.',
  ),
  'cli.wait': need(
    'rulings 6.7',
    'A fresh host waits for plugins, shows that it waits, and `--wait` bounds it.',
  ),

  'input.no-script': need('goal: bad input', 'No script: one sentence, the next step, exit code 2.'),
  'input.two-scripts': need(
    'goal: bad input',
    'Two scripts at once: one sentence, the next step, exit code 2.',
  ),
  'input.missing-file': need('goal: bad input', 'A file that is not there is named, with exit code 2.'),
  'input.not-utf8': need(
    'goal: bad input',
    'A file that is not UTF-8 is refused with the offset, exit code 2.',
  ),
  'input.unknown-flag': need(
    'goal: bad input',
    'An unknown flag is named, with the nearest one that exists.',
  ),
  'input.unknown-command': need('goal: bad input', 'An unknown command is named, with the nearest one.'),
  'input.no-session': need(
    'goal: bad input',
    'No session: what was looked for and how to get one, exit code 3.',
  ),
  'input.foreign-port': need(
    'goal: bad input',
    'A port that another program holds is told apart from one that a host holds.',
  ),
  'input.no-stack': need('goal: bad input', 'A stack trace shows with `--verbose` only.'),
} as const;
