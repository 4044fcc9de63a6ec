// scratch
import { relayCostFiguresAsync } from './relay-cost.js';
import { figureLine } from '../harness.js';
for (const f of await relayCostFiguresAsync()) console.log(figureLine(f));
