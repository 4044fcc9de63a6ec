// What the program that stands in for Roblox Studio has to do, on which the systems with a real one are proved.
import { need } from './need.js';

export const STAND_IN = {
  'stand-in.launcher': need(
    'goal: machines',
    'A program that stands in for Roblox Studio is made by one command and put where Studio is.',
  ),
  'stand-in.plugins': need(
    'goal: machines',
    'It loads the plugins of the plugins folder, the installed one as it was written.',
  ),
  'stand-in.task': need('platform 5', "It takes Studio's documented command line and runs a script by it."),
  'stand-in.lock': need(
    'platform 5',
    'It holds the lock of its place, refuses a second Studio and ends slowly.',
  ),
  'stand-in.paths': need('platform 4', 'It takes the paths of Windows and Wine where it is told so.'),
  'stand-in.failures': need('goal: machines', 'It fails in each way that Studio is known to fail.'),
} as const;

/** Runs of a command in a Roblox Studio of its own. */
export const STUDIO_RUNS = {
  'run.studio': need(
    'guide: process run',
    'A script runs in a Roblox Studio that is started for it: output streams, values come back, nothing is left.',
  ),
  'run.studio-place': need(
    'guide: process run',
    'A place is opened as a copy, under its name, whatever is in the name and whoever has it open.',
  ),
  'run.studio-plugin': need(
    'goal: machines',
    'Without RunScript a temporary plugin serves that place alone.',
  ),
  'run.studio-apart': need('goal: machines', 'A run disturbs no other session, and none disturbs it.'),
  'run.studio-interrupted': need('goal: machines', 'An interrupted run leaves nothing.'),
  'run.studio-killed': need('goal: machines', 'What a killed run leaves is swept by the next one.'),
  'run.studio-crash': need('goal: machines', 'A Studio that crashes ends the run with the reason.'),
  'run.studio-failures': need('goal: machines', 'A run that cannot begin says which step failed.'),
  'run.studio-keep-open': need('guide: process run', '`--keep-open` leaves Studio to the user.'),
} as const;

/** What holds on each system. */
export const SYSTEMS = {
  'systems.run': need('goal: machines', "A run finds Studio and speaks to it in that system's paths."),
  'systems.swept': need('goal: machines', "A Studio that was left behind is ended by that system's means."),
  'systems.fail': need(
    'goal: machines',
    'Where Studio does not get ready, the reason is told and Studio ended.',
  ),
  'systems.install': need(
    'platform 4',
    "The plugin goes into that system's folder, and Studio is found there.",
  ),
} as const;
