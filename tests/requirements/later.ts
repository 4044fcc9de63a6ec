// Demands that are not built so far, in groups; each group is split up when its turn comes.
import { planned } from './need.js';

export const LATER = {
  'later.watch': planned('cloud 7', 'Tests run again when files change, on every backend.'),
} as const;
