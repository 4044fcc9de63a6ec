// What starting, finding again and ending Studios on every system has to do.
import { need } from './need.js';

export const MACHINES = {
  'launch.place': need(
    'guide: process launch',
    'Studio is launched with a place, a copy of it where it would refuse that one, or a new place, and waited for.',
  ),
  'launch.systems': need(
    'platform 5',
    'Plugin, launch and close work under the path rules of Windows, macOS, WSL, Wine and Vinegar.',
  ),
  'launch.copied': need(
    'goal: bad input',
    'A place that Studio would refuse under its own name is opened as a copy, and that is said.',
  ),
  'launch.published': need(
    'platform 5',
    "Studio's documented arguments are used: published places, versions, positions in scripts.",
  ),
  'launch.detached': need('guide: process launch', 'A launched Studio goes on when its command is done.'),
  'launch.emulator': need(
    'rulings 7.1',
    'The emulated Studio is launched where there is no other, as a process of its own, and that is said first.',
  ),
  'launch.diagnosis': need(
    'goal: machines',
    'If a launched Studio does not connect, the step that failed is named, with what mends it.',
  ),
  'launch.bad-input': need(
    'goal: bad input',
    'Places, folders and options that cannot be right are one sentence and the next step; no shell sees a name.',
  ),
  'close.force': need(
    'rulings 1: process close',
    'A Studio that was launched here is ended by force, exactly that one, and what was saved is kept.',
  ),
} as const;
