// scratch

import { figureLine } from '../harness.js';
import { logFloodFiguresAsync } from './log-flood.js';

for (const f of await logFloodFiguresAsync()) console.log(figureLine(f));
