// Where the built program is: what package.json offers as its command.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundling.js';

export const PROGRAM = join(
  ROOT,
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).bin['studio-bridge'],
);
