// What the terminal has to do.
import { need } from './need.js';

export const REPL = {
  'repl.values': need('guide: terminal', 'Values are coloured, folded and can be unfolded.'),
  'repl.lines': need('guide: terminal', 'Enter begins a new line, and input of several lines is indented.'),
  'repl.keys': need(
    'guide: terminal',
    'Ctrl+Enter runs what is typed, as do keys that every terminal can send.',
  ),
  'repl.completion': need(
    'guide: terminal',
    'Globals, services, members and paths are completed from the running Studio.',
  ),
  'repl.output': need('guide: terminal', 'Output that arrives while somebody types does not tear the line.'),
  'repl.paste': need('guide: terminal', 'A paste is input and runs nothing by itself.'),
  'repl.history': need('guide: terminal', 'What was typed is kept on disk.'),
  'repl.dot-commands': need(
    'guide: terminal',
    'Every command is a dot command, and the target can be changed.',
  ),
  'repl.interrupt': need('guide: terminal', 'Ctrl+C clears or leaves, and ends what runs.'),
  'repl.launch': need('guide: terminal', 'Without a session a Studio is started; `--script` runs first.'),
  'repl.piped': need('guide: terminal', 'Input from a pipe is run, and its failure is the exit code.'),
} as const;
