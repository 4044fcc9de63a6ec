import { type FSWatcher, watch } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { FolderWatch } from './folder-watch.js';

vi.mock('node:fs', async (load: () => Promise<object>) => {
  const fs = await load();
  return { ...fs, watch: vi.fn(Reflect.get(fs, 'watch')) };
});

test('who waits for changes and for nothing else keeps the process, and nobody else does', () => {
  const folder = useTmp();
  for (const holdsProcess of [false, true]) {
    const events = new FolderWatch(() => {}, { holdsProcess });
    events.follow(new Set([folder]));
    events.stop();
    const asked: [unknown, unknown, unknown] = [folder, { persistent: holdsProcess }, expect.any(Function)];
    expect(vi.mocked(watch as (...given: unknown[]) => FSWatcher)).toHaveBeenLastCalledWith(...asked);
  }
});
