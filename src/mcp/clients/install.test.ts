import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import type { McpInstallRequest } from '../../command/world/mcp-surface.js';
import { type ClientPlace, thisPlace } from './client-place.js';
import { CLIENTS } from './clients.js';
import { installInClientsAsync } from './install.js';

function usePlace(changes: Partial<ClientPlace> = {}) {
  const root = useTmp();
  const place: ClientPlace = {
    ...thisPlace(),
    platform: 'linux',
    env: {},
    home: root,
    project: join(root, 'project'),
    node: '/node',
    program: '/cli.cjs',
    ...changes,
  };
  const runAsync = (request: Partial<McpInstallRequest>) =>
    installInClientsAsync(
      {
        clients: ['claude-code'],
        scope: 'user',
        name: 'studio-bridge',
        launcher: 'command',
        args: [],
        action: 'install',
        isDryRun: false,
        ...request,
      },
      place,
    );
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  return { root, place, runAsync, put, read: (path: string) => readFileSync(join(root, path), 'utf8') };
}

test('a program that is not on the path is told of', async () => {
  const { runAsync } = usePlace({ env: { PATH: '/project/node_modules/.bin:/bin' }, exists: () => false });
  const [alone] = await runAsync({});
  expect(alone?.next).toMatch(/^studio-bridge is not on your PATH, .+ use --launcher npx .+\n.+\/mcp/);
  expect((await runAsync({ launcher: 'npx' }))[0]?.next).not.toContain('PATH');
  const found = usePlace({ env: { PATH: '/bin' }, exists: (path) => path === '/bin/studio-bridge' });
  expect((await found.runAsync({}))[0]?.next).not.toContain('PATH');
});

describe('the files of the clients', () => {
  const place = (platform: NodeJS.Platform, there: string[] = [], names: string[] = []): ClientPlace => ({
    ...thisPlace(),
    platform,
    env: platform === 'win32' ? { APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' } : {},
    home: platform === 'win32' ? 'C:\\U' : '/home/u',
    project: '/p',
    exists: (path) => there.includes(path),
    list: () => names,
  });
  const fileOf = (id: string, where: ClientPlace) =>
    CLIENTS.find((client) => client.id === id)?.userFile(where);

  test.each([
    ['claude-code', 'linux', '/home/u/.claude.json'],
    ['claude-desktop', 'darwin', '/home/u/Library/Application Support/Claude/claude_desktop_config.json'],
    ['claude-desktop', 'win32', 'C:\\R\\Claude\\claude_desktop_config.json'],
    ['claude-desktop', 'linux', '/home/u/.config/Claude/claude_desktop_config.json'],
    ['cursor', 'win32', 'C:\\U\\.cursor\\mcp.json'],
    ['vscode', 'linux', '/home/u/.config/Code/User/mcp.json'],
    ['vscode', 'darwin', '/home/u/Library/Application Support/Code/User/mcp.json'],
    ['vscode', 'win32', 'C:\\R\\Code\\User\\mcp.json'],
    ['codex', 'win32', 'C:\\U\\.codex\\config.toml'],
    ['gemini', 'darwin', '/home/u/.gemini/settings.json'],
    ['windsurf', 'win32', 'C:\\U\\.codeium\\windsurf\\mcp_config.json'],
    ['antigravity', 'linux', '/home/u/.gemini/config/mcp_config.json'],
    ['opencode', 'linux', '/home/u/.config/opencode/opencode.json'],
  ] as const)('%s on %s: %s', (id, platform, expected) => expect(fileOf(id, place(platform))).toBe(expected));

  test('Claude Desktop as a Windows package has a folder of its own', () => {
    const packaged = 'C:\\L\\Packages\\Claude_abc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json';
    expect(fileOf('claude-desktop', place('win32', [], ['Other_x', 'Claude_abc']))).toBe(packaged);
  });

  test('the first version of Antigravity, and opencode with comments', () => {
    expect(fileOf('antigravity', place('linux', ['/home/u/.gemini/antigravity']))).toBe(
      '/home/u/.gemini/antigravity/mcp_config.json',
    );
    const commented = '/home/u/.config/opencode/opencode.jsonc';
    expect(fileOf('opencode', place('linux', [commented]))).toBe(commented);
  });
});

describe('an entry', () => {
  verifies('mcp.install', 'is put into every client’s file, and taken out again', async () => {
    const { place, runAsync } = usePlace();
    const clients = CLIENTS.map(({ id }) => id);
    const made = await runAsync({ clients });
    expect(made.map(({ change }) => change)).toEqual(clients.map(() => 'created'));
    expect((await runAsync({ clients })).every(({ change }) => change === 'unchanged')).toBe(true);
    const removed = await runAsync({ clients, action: 'uninstall' });
    expect(removed.every(({ change }) => change === 'removed')).toBe(true);
    const again = await runAsync({ clients, action: 'uninstall' });
    expect(again.every(({ change }) => change === 'none')).toBe(true);
    expect(readdirSync(place.home).some((name) => name.includes('.tmp'))).toBe(false);
  });

  test('has the form that its client reads', async () => {
    const { runAsync, read } = usePlace();
    await runAsync({ clients: ['claude-code', 'vscode', 'codex', 'opencode'], args: ['--read-only'] });
    const server = { command: 'studio-bridge', args: ['mcp', '--read-only'] };
    expect(JSON.parse(read('.claude.json')).mcpServers['studio-bridge']).toEqual({
      type: 'stdio',
      ...server,
    });
    expect(JSON.parse(read('.config/Code/User/mcp.json')).servers['studio-bridge']).toMatchObject(server);
    expect(read('.codex/config.toml')).toBe(
      '[mcp_servers.studio-bridge]\ncommand = "studio-bridge"\nargs = [ "mcp", "--read-only" ]\n',
    );
    expect(JSON.parse(read('.config/opencode/opencode.json')).mcp['studio-bridge']).toEqual({
      type: 'local',
      command: ['studio-bridge', 'mcp', '--read-only'],
      enabled: true,
    });
  });

  verifies('mcp.install', 'on Windows goes through its shell, unless it names Node itself', async () => {
    const { runAsync } = usePlace({ platform: 'win32', home: 'C:\\U', project: 'C:\\P' });
    const shown = async (launcher: McpInstallRequest['launcher']) => {
      const [only] = await runAsync({ launcher, action: 'print' });
      return JSON.parse(only?.entry ?? '').mcpServers['studio-bridge'];
    };
    expect(await shown('command')).toMatchObject({ command: 'cmd', args: ['/c', 'studio-bridge', 'mcp'] });
    expect(await shown('npx')).toMatchObject({
      command: 'cmd',
      args: ['/c', 'npx', '-y', '@quenty/studio-bridge', 'mcp'],
    });
    expect(await shown('node')).toMatchObject({ command: '/node', args: ['/cli.cjs', 'mcp'] });
  });

  verifies('mcp.install', 'leaves the comments and the form of a JSON file', async () => {
    const { runAsync, put, read } = usePlace();
    const before =
      '{\n\t// my servers\n\t"mcpServers": {\n\t\t"other": { "command": "x" }, // keep\n\t},\n\t"theme": "dark",\n}\n';
    put('.cursor/mcp.json', before);
    await runAsync({ clients: ['cursor'] });
    const entry =
      '\t\t"studio-bridge": {\n\t\t\t"command": "studio-bridge",\n\t\t\t"args": [\n\t\t\t\t"mcp"\n\t\t\t]\n\t\t},\n';
    expect(read('.cursor/mcp.json')).toBe(before.replace('"mcpServers": {\n', `"mcpServers": {\n${entry}`));
    await runAsync({ clients: ['cursor'], action: 'uninstall' });
    expect(read('.cursor/mcp.json')).toBe(before);
  });

  test.each([
    ['{"mcpServers":{"a":{},"studio-bridge":{"command":"old"}}}', '{"mcpServers":{"a":{}}}'],
    ['{\r\n  "mcpServers": {\r\n    "studio-bridge": {} // ours\r\n  }\r\n}\r\n', undefined],
    ['{"mcpServers":{}, "b": 1}', undefined],
    ['{ /* nothing */ }', undefined],
    ['', undefined],
  ])('goes into %j and out of it', async (before, after) => {
    const { runAsync, put, read } = usePlace();
    put('.cursor/mcp.json', before);
    await runAsync({ clients: ['cursor'] });
    const [found] = await runAsync({ clients: ['cursor'] });
    expect(found?.change).toBe('unchanged');
    await runAsync({ clients: ['cursor'], action: 'uninstall' });
    if (after !== undefined) expect(read('.cursor/mcp.json')).toBe(after);
    expect(read('.cursor/mcp.json')).not.toContain('studio-bridge');
    const [gone] = await runAsync({ clients: ['cursor'], action: 'uninstall' });
    expect(gone?.change).toBe('none');
  });

  verifies('mcp.install', 'leaves everything else of a TOML file', async () => {
    const { runAsync, put, read } = usePlace();
    const before = [
      '# mine',
      'model = "x" # why not',
      '',
      '[mcp_servers.studio-bridge]',
      'command = "old"',
      '[mcp_servers.studio-bridge.env]',
      'A = "1"',
      '',
      '# about other',
      '[mcp_servers.other]',
      'note = """',
      '[mcp_servers.studio-bridge]',
      '"""',
      '',
    ].join('\n');
    put('.codex/config.toml', before);
    await runAsync({ clients: ['codex'] });
    expect(read('.codex/config.toml')).toBe(
      before.replace(
        'command = "old"\n[mcp_servers.studio-bridge.env]\nA = "1"\n',
        'command = "studio-bridge"\nargs = [ "mcp" ]\n',
      ),
    );
    await runAsync({ clients: ['codex'], action: 'uninstall' });
    expect(read('.codex/config.toml')).toBe(
      before.replace(/\[mcp_servers\.studio-bridge\]\ncommand[\s\S]+?A = "1"\n/, ''),
    );
  });

  test('of a project is put beside it', async () => {
    const { runAsync, read } = usePlace();
    await runAsync({ clients: ['claude-code', 'vscode'], scope: 'project' });
    expect(read('project/.mcp.json')).toContain('studio-bridge');
    expect(read('project/.vscode/mcp.json')).toContain('studio-bridge');
    await expect(runAsync({ clients: ['windsurf'], scope: 'project' })).rejects.toThrow(
      'Windsurf has no servers for one project.',
    );
  });
});

describe('a file stays what it is', () => {
  test.each([
    ['cursor', '.cursor/mcp.json', '{\r\n\t"mcpServers": {}\r\n}\r\n'],
    ['codex', '.codex/config.toml', 'model = "x"\r\n'],
  ])('where it begins with a mark of its encoding (%s)', async (client, path, text) => {
    const { runAsync, put, read } = usePlace();
    put(path, `\ufeff${text}`);
    await runAsync({ clients: [client] });
    expect(read(path)).toMatch(/^\ufeff[^\ufeff]+studio-bridge/);
    await runAsync({ clients: [client], action: 'uninstall' });
    expect(read(path)).toBe(`\ufeff${text}`);
  });

  test('with its mode, and as a link', async () => {
    const { runAsync, put, read, root } = usePlace();
    put('dotfiles/mcp.json', '{}');
    chmodSync(join(root, 'dotfiles/mcp.json'), 0o640);
    mkdirSync(join(root, '.cursor'));
    symlinkSync('../dotfiles/mcp.json', join(root, '.cursor/mcp.json'));
    mkdirSync(join(root, '.gemini'));
    symlinkSync('../dotfiles/gemini.json', join(root, '.gemini/settings.json'));
    await runAsync({ clients: ['cursor', 'gemini'] });
    expect(read('dotfiles/mcp.json')).toContain('studio-bridge');
    expect(statSync(join(root, 'dotfiles/mcp.json')).mode & 0o777).toBe(0o640);
    expect(read('dotfiles/gemini.json')).toContain('studio-bridge');
    expect(lstatSync(join(root, '.gemini/settings.json')).isSymbolicLink()).toBe(true);
  });
});

describe('nothing is written', () => {
  test('into a file that is read-only', async () => {
    const { runAsync, put, read, root } = usePlace();
    put('.cursor/mcp.json', '{}');
    chmodSync(join(root, '.cursor/mcp.json'), 0o444);
    const refused = runAsync({ clients: ['cursor'] });
    await expect(refused).rejects.toMatchObject({ code: 'FILE_NOT_WRITABLE' });
    await expect(refused).rejects.toThrow(/^Cannot write .+mcp\.json: it is read-only\.$/);
    expect(read('.cursor/mcp.json')).toBe('{}');
  });

  verifies('mcp.install', 'in a dry run', async () => {
    const { runAsync, root } = usePlace();
    const [only] = await runAsync({ clients: ['cursor'], isDryRun: true });
    expect(only).toMatchObject({ change: 'created', path: join(root, '.cursor', 'mcp.json') });
    expect(readdirSync(root)).toEqual([]);
  });

  test.each([
    [
      'cursor',
      '.cursor/mcp.json',
      '{ "mcpServers": { "a": ',
      /^.+mcp\.json was left as it is: it is not JSON \(line 1: [a-z ]+\)\.$/,
    ],
    ['cursor', '.cursor/mcp.json', '[1]', /it holds no object/],
    ['codex', '.codex/config.toml', 'model = \n', /config\.toml was left as it is: .+\.$/],
    [
      'codex',
      '.codex/config.toml',
      'mcp_servers = { studio-bridge = { command = "x" } }\n',
      /a form that is not edited here|was left as it is/,
    ],
  ])('into a file of %s that is half written', async (client, path, text, sentence) => {
    const { runAsync, put, read, root } = usePlace();
    put(path, text);
    // Nor into another one that is named with it.
    const failed = runAsync({ clients: ['gemini', client] });
    await expect(failed).rejects.toMatchObject({ code: 'FILE_NOT_READABLE' });
    await expect(failed).rejects.toThrow(sentence);
    expect(read(path)).toBe(text);
    expect(readdirSync(root)).not.toContain('.gemini');
  });
});
