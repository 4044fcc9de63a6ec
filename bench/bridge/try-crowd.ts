// scratch
import { crowdFiguresAsync } from './crowd.js';
import { figureLine } from '../harness.js';
for (const f of await crowdFiguresAsync()) console.log(figureLine(f));
