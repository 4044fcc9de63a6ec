// Changed scripts on their way to Open Cloud: with the task that needs them, and without another upload.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { useOpenCloudAsync } from '../../../tests/support/use-open-cloud.js';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { type JobContext, OutdatedPlaceError } from './job-context.js';

// Each task is a thread with an engine that is compiled first.
vi.setConfig({ testTimeout: 90_000 });

const signal = new AbortController().signal;
const READ = 'return require(game.ReplicatedStorage.Shop.cart)';
const CART = 'ReplicatedStorage.Shop.cart';

async function useCartAsync() {
  const folder = useTmp();
  const source = join(folder, 'default.project.json');
  writeFileSync(join(folder, 'cart.luau'), 'return "as uploaded"');
  const Shop = { $className: 'Folder', cart: { $path: 'cart.luau' } };
  writeFileSync(
    source,
    JSON.stringify({ name: 'shop', tree: { $className: 'DataModel', ReplicatedStorage: { Shop } } }),
  );
  const cloud = await useOpenCloudAsync();
  const job = cloud.createJob();
  const built = await job.buildPlaceAsync({ source, signal });
  const deployment = await job.deployBuiltPlaceAsync(built, { packageName: 'shop', signal });
  const notes: (string | undefined)[] = [];
  const run = (script: string, options: Partial<Parameters<JobContext['runScriptAsync']>[1]> = {}) =>
    job.runScriptAsync(deployment, {
      source: script,
      packageName: 'shop',
      signal,
      onPhase: ({ note }) => note !== undefined && notes.push(note),
      ...options,
    });
  return { cloud, job, deployment, notes, run };
}

verifies(
  'cloud.own-bytes',
  'a changed script goes with the task, and the place is not uploaded again',
  async () => {
    const { cloud, job, deployment, notes, run } = await useCartAsync();
    expect((await run(READ)).returnValues).toEqual(['as uploaded']);
    const source = 'return "changed ]] ]=] \\0"';
    expect(await job.updateScriptsAsync?.(deployment, [{ name: CART, source }], signal)).toBe(true);
    expect((await run(READ)).returnValues).toEqual(['changed ]] ]=] \0']);
    const failing = await run('\nerror("boom")');
    expect(failing.error).toBe('tests:2: boom');
    await job.updateScriptsAsync?.(deployment, [], signal);
    expect((await run(READ)).returnValues).toEqual(['as uploaded']);
    expect(cloud.requests.filter((line) => line.includes('upload'))).toHaveLength(1);
    expect(notes[0]).toBe('1 changed script goes with the task (26 bytes): the place is not uploaded again.');
  },
);

test('many changes go as binary input', async () => {
  const { cloud, job, deployment, run } = await useCartAsync();
  const source = `--${'x'.repeat(1_200_000)}\nreturn "large"`;
  await job.updateScriptsAsync?.(deployment, [{ name: CART, source }], signal);
  expect((await run(READ)).returnValues).toEqual(['large']);
  expect(cloud.requests.filter((line) => /PUT|binary-inputs/.test(line))).toHaveLength(2);
});

test('where a script cannot be changed nothing runs, and no change is tried again', async () => {
  const { job, deployment, run } = await useCartAsync();
  const gone = [{ name: 'ReplicatedStorage.Shop.gone', source: 'return 1' }];
  expect(await job.updateScriptsAsync?.(deployment, gone, signal)).toBe(true);
  await expect(run('print("ran")')).rejects.toBeInstanceOf(OutdatedPlaceError);
  expect(await job.updateScriptsAsync?.(deployment, [], signal)).toBe(false);
});

test('tasks that were given up count until they have ended', async () => {
  const { cloud, run } = await useCartAsync();
  for (let count = 1; count <= 10; count++) {
    const newer = new AbortController();
    const given = run('task.wait(4)', {
      signal: newer.signal,
      onPhase: ({ phase }) => phase === 'executing' && newer.abort(),
    });
    await expect(given).rejects.toThrow();
  }
  expect((await run('return 1')).returnValues).toEqual([1]);
  expect(cloud.requests.filter((line) => line.endsWith('429'))).toEqual([]);
});
