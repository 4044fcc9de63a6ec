// scratch

import { figureLine } from '../harness.js';
import { relayCostFiguresAsync } from './relay-cost.js';

for (const f of await relayCostFiguresAsync()) console.log(figureLine(f));
