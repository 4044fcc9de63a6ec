// Reading and writing scripts in an emulated Studio, past open documents and broken source.
import { expect } from 'vitest';
import { explorerUndo } from '../../src/commands/explorer/undo/undo.js';
import { scriptCreate } from '../../src/commands/script/create/create.js';
import { scriptEdit } from '../../src/commands/script/edit/edit.js';
import { scriptGrep } from '../../src/commands/script/grep/grep.js';
import { scriptRead } from '../../src/commands/script/read/read.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const { runAsync, failAsync, luauAsync } = await useStudioOfFileAsync('Scripts');

const BUILD = `
local home = game:GetService("ServerScriptService")
home:ClearAllChildren()
local function make(class, name, source)
  local made = Instance.new(class)
  made.Name, made.Source, made.Parent = name, source, home
end
make("Script", "Main", "local x = 1\\nprint(x)\\nwait(1)\\nwait(1)\\n")
make("ModuleScript", "Config", "return { Speed = 3, speed = 4 }")
make("ModuleScript", "Bytes", "-- \\xFF\\nreturn 1")
`;
const MAIN = 'ServerScriptService.Main';
const sourceOf = (name: string) => luauAsync(`return game.ServerScriptService.${name}.Source`);

verifies('script.read', 'a script is read whole, by lines, and as its open document has it', async () => {
  await luauAsync(BUILD);
  const whole = await runAsync(scriptRead, { path: MAIN });
  expect(whole).toMatchObject({
    path: 'game.ServerScriptService.Main',
    className: 'Script',
    source: 'local x = 1\nprint(x)\nwait(1)\nwait(1)\n',
    totalLines: 5,
    isDraft: false,
    truncated: false,
  });
  const some = await runAsync(scriptRead, { path: MAIN, from: 2, to: 3, numbers: true });
  expect(scriptRead.format(some, { streamed: true })).toBe('2  print(x)\n3  wait(1)');
  const backwards = await failAsync(scriptRead, { path: MAIN, from: 5, to: 1 });
  expect([backwards.code, backwards.message, backwards.hint]).toEqual([
    'USAGE',
    'There are no lines from 5 to 1.',
    'Did you mean --from 1 --to 5?',
  ]);
  expect((await failAsync(scriptRead, { path: MAIN, from: 6 })).message).toBe(
    'game.ServerScriptService.Main has 5 lines: there is no line 6.',
  );
  const bytes = await runAsync(scriptRead, { path: 'ServerScriptService.Bytes' });
  expect(scriptRead.binary?.(bytes)).toEqual(Buffer.from('-- \xff\nreturn 1', 'latin1'));
  await luauAsync(`
    local editor = game:GetService("ScriptEditorService")
    local main = game.ServerScriptService.Main
    editor:OpenScriptDocumentAsync(main)
    editor:FindScriptDocument(main):EditTextAsync("-- typed\\n", 1, 1, 1, 1)
  `);
  expect(await runAsync(scriptRead, { path: MAIN, to: 1 })).toMatchObject({
    source: '-- typed',
    isDraft: true,
  });
  expect((await failAsync(scriptRead, { path: 'Workspace' })).message).toBe(
    'game.Workspace is a Workspace, not a script.',
  );
});

verifies('script.edit', 'what is typed into an open document is kept by an edit', async () => {
  await luauAsync(`${BUILD}
    local editor = game:GetService("ScriptEditorService")
    local main = game.ServerScriptService.Main
    editor:OpenScriptDocumentAsync(main)
    editor:FindScriptDocument(main):EditTextAsync("-- typed\\n", 1, 1, 1, 1)
  `);
  const done = await runAsync(scriptEdit, { path: MAIN, old: 'print(x)', new: 'print(x + 1)' });
  expect(scriptEdit.format(done, { streamed: true })).toBe(
    [
      'game.ServerScriptService.Main',
      '@@ line 1 @@',
      '  -- typed',
      '  local x = 1',
      '- print(x)',
      '+ print(x + 1)',
      '  wait(1)',
      '  wait(1)',
      'It is open with changes that are not saved: only its window can take this back.',
    ].join('\n'),
  );
  const text = '-- typed\nlocal x = 1\nprint(x + 1)\nwait(1)\nwait(1)\n';
  expect(await sourceOf('Main')).toBe(text);
  expect(
    await luauAsync(
      'return game:GetService("ScriptEditorService"):GetEditorSource(game.ServerScriptService.Main)',
    ),
  ).toBe(text);
});

verifies('script.edit', 'an edit of a script that is open is taken back in its document, too', async () => {
  await luauAsync(
    `${BUILD} game:GetService("ScriptEditorService"):OpenScriptDocumentAsync(game.ServerScriptService.Main)`,
  );
  const before = (await runAsync(scriptRead, { path: MAIN })).source;
  const edited = await runAsync(scriptEdit, { path: MAIN, old: 'print(x)', new: 'print(x + 1)' });
  expect(edited).toMatchObject({ undoable: true, isDraft: false });
  await runAsync(explorerUndo);
  expect(await runAsync(scriptRead, { path: MAIN })).toMatchObject({ source: before, isDraft: false });
});

verifies('script.edit', 'edits are exact, all or none, and checked before they are written', async () => {
  await luauAsync(BUILD);
  const before = await sourceOf('Main');
  const refused = async (input: object) => {
    const error = await failAsync(scriptEdit, { path: MAIN, ...input });
    expect(await sourceOf('Main')).toBe(before);
    return [error.code, error.message];
  };
  const main = 'game.ServerScriptService.Main';
  expect(await refused({ old: 'wait(1)', new: 'x' })).toEqual([
    'INVALID_PAYLOAD',
    `The text to replace is 2 times in ${main}; it has to be unique.`,
  ]);
  expect(await refused({ old: 'nothing', new: 'x' })).toEqual([
    'INVALID_PAYLOAD',
    `The text to replace is not in ${main}.`,
  ]);
  const [code, message] = await refused({ old: 'print(x)', new: 'print(x' });
  expect([code, message?.startsWith(`Nothing was written, because ${main} would not compile: `)]).toEqual([
    'SCRIPT_LOAD_ERROR',
    true,
  ]);
  expect((await refused({ old: 'x' }))[1]).toBe(
    '--old and --new belong together, and --old must not be empty.',
  );
  expect((await refused({ edits: '[{"old":""}]' }))[1]).toContain('--edits is not right: 0.old');
  const second = JSON.stringify([
    { old: 'local x', new: 'local y' },
    { old: 'gone', new: '' },
  ]);
  expect((await refused({ edits: second }))[1]).toBe(`Edit 2: the text to replace is not in ${main}.`);
  const dry = await runAsync(scriptEdit, {
    path: MAIN,
    old: 'wait(1)',
    new: 'task.wait(1)',
    all: true,
    dryRun: true,
  });
  expect([dry.applied, await sourceOf('Main')]).toEqual([false, before]);
  const done = await runAsync(scriptEdit, {
    path: MAIN,
    old: 'wait(1)',
    new: '%1 task.wait(1)',
    all: true,
    unchecked: true,
  });
  expect(done).toMatchObject({ applied: true, undoable: true });
  expect(await sourceOf('Main')).toBe('local x = 1\nprint(x)\n%1 task.wait(1)\n%1 task.wait(1)\n');
  await runAsync(explorerUndo);
  expect(await sourceOf('Main')).toBe(before);
});

verifies('script.grep', 'all scripts are searched, by text and by pattern', async () => {
  await luauAsync(BUILD);
  const grep = (input: object) =>
    runAsync(scriptGrep, { text: 'wait(1)', in: 'ServerScriptService', ...input });
  const found = await grep({ around: 1 });
  expect(found.matches.map(({ line, column }) => [line, column])).toEqual([
    [3, 1],
    [4, 1],
  ]);
  expect(scriptGrep.format(found, { streamed: true })).toContain(
    'game.ServerScriptService.Main:2- print(x)\ngame.ServerScriptService.Main:3: wait(1)',
  );
  expect(scriptGrep.exitCode?.(found)).toBe(0);
  expect((await grep({ text: 'SPEED', ignoreCase: true })).matches[0]).toMatchObject({
    text: 'return { Speed = 3, speed = 4 }',
  });
  expect((await grep({ text: '^wait%(%d', pattern: true })).total).toBe(2);
  const cut = await grep({ text: '1', limit: 2 });
  expect(cut).toMatchObject({ truncated: true, total: 4 });
  const rest = await grep({ text: '1', cursor: cut.nextCursor });
  expect([rest.matches.length, rest.total, rest.truncated]).toEqual([2, 4, false]);
  const none = await grep({ text: 'nowhere' });
  expect([scriptGrep.format(none, { streamed: true }), scriptGrep.exitCode?.(none)]).toEqual([
    'Nothing was found in 3 scripts.',
    1,
  ]);
  for (const text of ['%', 'p[', 'p(']) {
    expect((await failAsync(scriptGrep, { text, pattern: true })).message).toContain(
      'The pattern cannot be used',
    );
  }
});

verifies('script.create', 'a script is created if it compiles', async () => {
  await luauAsync(BUILD);
  const made = await runAsync(scriptCreate, { name: 'New', code: 'export type A = number\nprint("hi")' });
  expect(made).toEqual({ path: 'game.ServerScriptService.New', className: 'Script', undoable: true });
  expect(await sourceOf('New')).toBe('export type A = number\nprint("hi")');
  const broken = await failAsync(scriptCreate, { name: 'Broken', code: 'local = 1' });
  expect([broken.code, await luauAsync('return game.ServerScriptService:FindFirstChild("Broken")')]).toEqual([
    'SCRIPT_LOAD_ERROR',
    null,
  ]);
  expect((await failAsync(scriptCreate, { name: 'Main', code: '' })).message).toBe(
    'There is a Main in game.ServerScriptService already.',
  );
  const module = await runAsync(scriptCreate, {
    name: 'M.1',
    code: 'return 1',
    class: 'ModuleScript',
    in: 'ReplicatedStorage',
  });
  expect(module.path).toBe('game.ReplicatedStorage.M\\.1');
});

verifies('script.create', 'a name may be a path, and what is none is told', async () => {
  await luauAsync(BUILD);
  const createAsync = async (name: string) => (await runAsync(scriptCreate, { name, code: '' })).path;
  expect(await createAsync('ServerScriptService.ByPath')).toBe('game.ServerScriptService.ByPath');
  expect(await createAsync('game.Workspace.Inner')).toBe('game.Workspace.Inner');
  expect(await createAsync('Workspace.Inner.two\\.parts')).toBe('game.Workspace.Inner.two\\.parts');
  expect(await createAsync('only\\.name')).toBe('game.ServerScriptService.only\\.name');
  expect(await createAsync('back\\slash')).toBe('game.ServerScriptService.back\\\\slash');
  expect(await failAsync(scriptCreate, { name: 'Door.spec', code: '' })).toMatchObject({
    code: 'INSTANCE_NOT_FOUND',
    hint: 'What stands before the last dot is where it goes. Where the dot is part of the name: --in ServerScriptService Door.spec',
  });
  expect((await failAsync(scriptCreate, { name: 'Workspace.', code: '' })).message).toBe(
    'The path Workspace. ends in a dot, so the script has no name.',
  );
  expect((await failAsync(scriptCreate, { name: 'Source', code: 'new.luau' })).hint).toBe(
    'If a file is meant, name it by an option: --file new.luau',
  );
});
