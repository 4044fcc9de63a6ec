// scratch

import { figureLine } from '../harness.js';
import { crowdFiguresAsync } from './crowd.js';

for (const f of await crowdFiguresAsync()) console.log(figureLine(f));
