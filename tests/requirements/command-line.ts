// What the command line has to do around every command: where options come from, what a terminal shows, and shells.
import { need } from './need.js';

export const COMMAND_LINE = {
  'configuration.precedence': need(
    'guide: cli',
    'A flag wins over a variable of the environment, that over the configuration file, that over the default.',
  ),
  'configuration.no-effect': need(
    'guide: cli',
    'An option that is typed and has no effect in the way that was chosen is refused in one sentence.',
  ),
  'configuration.bad-file': need(
    'goal: bad input',
    'A half-written configuration file is one sentence that names it, with exit code 2.',
  ),
  'configuration.background': need(
    'rulings 6.6',
    'With `host: "background"` in the configuration the first command starts a detached host.',
  ),
  'configuration.schema': need('guide: cli', 'A published JSON Schema describes the configuration file.'),

  'completion.commands': need('guide: cli', 'Shells complete commands, options and the values of options.'),
  'completion.sessions': need('guide: cli', 'Shells complete the ids of the sessions that are connected.'),

  'cli.quiet': need('guide: cli', 'Without a terminal there are no colours and no signs of life.'),
  'cli.safe-text': need(
    'goal: bad input',
    'Names and messages of a place cannot steer the terminal that shows them.',
  ),
  'cli.full-disk': need('goal: bad input', 'A full disk is one sentence.'),
  'cli.open': need('guide: cli', "`--open` starts the system's program for the result."),

  'docs.guides-run': need('goal: documentation', 'Every shell block of the guides runs as it stands.'),
} as const;
