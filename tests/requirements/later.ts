// Demands that are not built so far, in groups; each group is split up when its turn comes.
import { planned } from './need.js';

export const LATER = {
  'later.test-runner': planned('rulings 8', 'One test runner has three backends and one report.'),
  'later.open-cloud': planned('cloud 4', 'Tests run in Open Cloud, with its limits respected.'),
  'later.open-cloud-emulator': planned('rulings 8', 'An emulated Open Cloud runs the same scripts here.'),
  'later.watch': planned('cloud 7', 'Tests run again when files change, on every backend.'),
} as const;
