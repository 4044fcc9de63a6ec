import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { useConnection } from '../../tests/support/bridge.js';
import { useRegisteredPlugin } from '../../tests/support/scripted-plugin.js';
import { useTmp } from '../../tests/support/use-tmp.js';
import { verifies } from '../../tests/support/verifies.js';
import { systemClock } from '../support/clock.js';
import { createLogger } from '../support/logger.js';
import { combineActionSources, watchActionFolder } from './action-folder.js';

function useActionFolder(files: Record<string, string | Buffer>, mustExist = true) {
  const folder = useTmp();
  const write = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  const warnings: string[] = [];
  const logger = createLogger('warn', (_level, message) => warnings.push(message.replace(folder, 'DIR')));
  const source = watchActionFolder(folder, { clock: systemClock, logger, mustExist });
  onTestFinished(() => source.close());
  return { folder, source, write, warnings };
}

test('each Luau file is an action that is named as it is', () => {
  const { source } = useActionFolder({ 'build.luau': 'return 1', 'build.spec.luau': '', 'notes.txt': '' });
  expect(source.list()).toEqual([
    {
      name: 'build',
      responseType: 'buildResult',
      source: 'return 1',
      hash: expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  ]);
});

test('a file that cannot be an action is named with the reason, and the others are taken', () => {
  const { source, warnings } = useActionFolder({
    'a b.luau': '',
    'execute.luau': '',
    'binary.luau': Buffer.from([0xff, 0xfe]),
    'good.luau': '',
  });
  expect(source.list().map(({ name }) => name)).toEqual(['good']);
  expect(warnings).toEqual([
    'DIR/a b.luau is not an action: its name has to be a letter, then letters, digits, "-" and "_"',
    expect.stringContaining('DIR/binary.luau cannot be read'),
    'DIR/execute.luau is not an action: execute is a message of the protocol',
  ]);
});

test('a folder that was named has to be there', () => {
  const missing = join(useTmp(), 'missing');
  const options = { clock: systemClock, logger: createLogger('silent', () => {}) };
  expect(() => watchActionFolder(missing, { ...options, mustExist: true })).toThrow(
    expect.objectContaining({ code: 'FILE_NOT_READABLE', message: expect.stringContaining(missing) }),
  );
  expect(watchActionFolder(missing, options).list()).toEqual([]);
});

test('of two actions with one name the later source’s counts', () => {
  const action = (name: string, hash: string) => ({ name, responseType: 'r', source: '', hash });
  const combined = combineActionSources(
    { list: () => [action('a', '1'), action('b', '1')] },
    { list: () => [action('a', '2')] },
  );
  expect(combined.list()).toEqual([action('a', '2'), action('b', '1')]);
});

verifies('bridge.hot-reload', 'an edited file reaches a connected plugin without a reconnect', async () => {
  const { source, write, folder } = useActionFolder({ 'build.luau': 'return 1' });
  const host = await useConnection({ actions: source });
  const plugin = await useRegisteredPlugin(host.port);
  const pushed: unknown[] = [];
  const pushes = (count: number) =>
    new Promise<void>((resolve) => {
      plugin.on('registerAction', (message) => {
        const { name, source: text } = message.payload as { name: string; source: string };
        pushed.push(text);
        plugin.reply(message, 'registerActionResult', { name, success: true });
        if (pushed.length === count) resolve();
      });
    });
  const edited = pushes(1);
  write('build.luau', 'return 2');
  await edited;
  const added = pushes(2);
  write('deploy.luau', 'return 3');
  await added;
  expect(pushed).toEqual(['return 2', 'return 3']);
  const changed = new Promise<void>((resolve) => source.onChanged(resolve));
  rmSync(join(folder, 'deploy.luau'));
  await changed;
  expect(source.list().map(({ name }) => name)).toEqual(['build']);
});

test('a folder that comes later, goes and comes again is followed', async () => {
  const project = useTmp();
  const folder = join(project, '.studio-bridge', 'actions');
  const source = watchActionFolder(folder, {
    clock: systemClock,
    logger: createLogger('silent', () => {}),
  });
  onTestFinished(() => source.close());
  const changed = () =>
    new Promise<string[]>((resolve) => {
      const stop = source.onChanged(() => {
        stop();
        resolve(source.list().map(({ name }) => name));
      });
    });
  for (const name of ['first', 'second']) {
    const came = changed();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.luau`), 'return 1');
    expect(await came).toEqual([name]);
    const edited = changed();
    writeFileSync(join(folder, `${name}-more.luau`), 'return 2');
    expect(await edited).toEqual([`${name}-more`, name]);
    const gone = changed();
    rmSync(join(project, '.studio-bridge'), { recursive: true });
    expect(await gone).toEqual([]);
  }
});
