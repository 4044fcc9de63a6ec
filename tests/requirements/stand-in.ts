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
