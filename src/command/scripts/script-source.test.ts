import { expect, test } from 'vitest';
import { BridgeError } from '../../protocol/bridge-error.js';
import { readScriptAsync, scriptHintAsync } from './script-source.js';

const files = {
  readTextAsync: async (path: string) => `text of ${path}`,
  readBytesAsync: async () => new Uint8Array(),
  readStandardInputAsync: async () => 'text of stdin',
  isFileAsync: async (path: string) => path === 'tools/run me',
};

test('an argument is the script, and errors call it exec', async () => {
  expect(await readScriptAsync({ code: 'return 1' }, files)).toEqual({
    text: 'return 1',
    chunkName: 'exec',
    isArgument: true,
  });
  expect(await readScriptAsync({ code: '' }, files)).toMatchObject({ text: '', chunkName: 'exec' });
});

test('a dash stands for standard input', async () => {
  expect(await readScriptAsync({ code: '-' }, files)).toEqual({ text: 'text of stdin', chunkName: 'stdin' });
});

test('a file gives its name to the script', async () => {
  expect(await readScriptAsync({ file: 'a/b.luau' }, files)).toEqual({
    text: 'text of a/b.luau',
    chunkName: 'b.luau',
  });
});

test.each([
  [
    {},
    'No script is given.',
    'Give Luau source as the argument, a path by --file, or - to read it from standard input.',
  ],
  [
    { code: 'x', file: 'y' },
    'Two scripts are given, one as an argument and one by --file.',
    'Leave one of them out.',
  ],
])('%j is refused', async (input, message, hint) => {
  const failure = readScriptAsync(input, files);
  await expect(failure).rejects.toBeInstanceOf(BridgeError);
  await expect(failure).rejects.toMatchObject({ code: 'USAGE', message, hint });
});

test('what does not compile may be the name of a file', async () => {
  const hintAsync = async (code: string) => scriptHintAsync(await readScriptAsync({ code }, files), files);
  expect(await hintAsync('a.luau')).toBe('If a file is meant, name it by an option: --file a.luau');
  expect(await hintAsync('tools/run me')).toBe(
    'If a file is meant, name it by an option: --file "tools/run me"',
  );
  expect(await hintAsync('print(')).toBeUndefined();
  expect(await hintAsync('print(\n-- a.luau')).toBeUndefined();
  const script = await readScriptAsync({ file: 'a.luau' }, files);
  expect(await scriptHintAsync(script, files)).toBeUndefined();
});
