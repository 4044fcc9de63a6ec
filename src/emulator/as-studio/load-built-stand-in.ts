// The way to a Studio's stand-in once it is built: in the file of the workers, which has the engine in it.
import { join } from 'node:path';
import { requireKept } from '../../support/kept-code.js';
import type * as threads from '../studio/threads.js';
import type * as standIn from './stand-in.js';

export async function loadStandInAsync(): Promise<typeof standIn> {
  const file = join(__dirname, 'studio-thread.cjs');
  return await (requireKept(file, require, 'stand-in') as typeof threads).loadStandInAsync();
}
