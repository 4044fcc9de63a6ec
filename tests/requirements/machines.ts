// What starting, finding again and ending Studios on every system has to do.
import { need } from './need.js';

export const MACHINES = {
  'studio.found': need('platform 4', 'Studio is found on every system that can run it, and it is said how.'),
  'plugin.installed': need(
    'guide: plugin',
    'The plugin is installed, checked and removed by command, in the folder of the Studio that is used.',
  ),
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
  'containers.border': need(
    'split-server 7',
    'Commands in a container need no more than one port that is passed on, and go on alone when it leads nowhere.',
  ),
  'containers.feature': need('goal: machines', 'A devcontainer feature and a Compose file set that up.'),
  'close.force': need(
    'rulings 1: process close',
    'A Studio that was launched here is ended by force, exactly that one, and what was saved is kept.',
  ),
} as const;
