// The way to a Studio's stand-in. The build puts load-built-stand-in.ts in its place.
import type * as standIn from './stand-in.js';

export async function loadStandInAsync(): Promise<typeof standIn> {
  const { loadStandInAsync: loadAsync } = await import('../studio/threads.js');
  return await loadAsync();
}
