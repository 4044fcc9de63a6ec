// The tests of many packages at once.
import { need } from './need.js';

export const BATCHES = {
  'batch.packages': need(
    'goal: batch',
    'Packages are found as npm, yarn, pnpm or Rojo have them, and a change is followed to all that depend on it.',
  ),
  'batch.isolation': need(
    'goal: batch',
    'Packages that share one place each find only themselves, and nothing that one does changes what another gets.',
  ),
  'batch.marks': need(
    'cloud 7',
    'A line that a package prints is never taken for a verdict, also one that repeats what it has seen.',
  ),
  'batch.deadline': need(
    'cloud 7',
    'When the time is over, what was done comes back, and the rest is run again.',
  ),
  'batch.command': need(
    'goal: batch',
    'One command tests a workspace, whatever its packages do, with a verdict for each and the exit codes of a test.',
  ),
  'batch.schedule': need(
    'goal: scale',
    'A thousand packages over many places stay within the limits of Open Cloud, and near the best time that they allow.',
  ),
  'batch.watch': need(
    'cloud 7',
    'A batch runs again when files change, and then only what the change reaches.',
  ),
  'batch.repeat': need(
    'goal: batch',
    'A batch is repeated, tried again and ended early like a test, and told line by line while it runs.',
  ),
  'batch.coverage': need(
    'goal: tests',
    'The emulated Studio counts which lines of each package of a batch ran, and of all of them together.',
  ),
  'batch.resume': need('goal: batch', 'An interrupted batch keeps what is known, and goes on from there.'),
} as const;
