// The shipped plugin in the emulated Studio, over a real socket, against a host that says what the test says.
import { expect, onTestFinished, test } from 'vitest';
import {
  type EmulatedStudio,
  startEmulatedStudioAsync,
} from '../src/emulator/studio/start-emulated-studio.js';
import { decodePluginMessage } from '../src/protocol/codec.js';
import { CAPABILITIES } from '../src/protocol/session-info.js';
import { bridgePlugin } from '../src/studio/plugin/plugin-files.js';
import { PACKAGE_VERSION } from '../src/support/version.js';
import { verifies } from '../tests/support/verifies.js';
import { type Message, type PluginSide, useScriptedHost } from './scripted-host.js';

async function useStudio(port: number): Promise<EmulatedStudio> {
  const studio = await startEmulatedStudioAsync({
    port,
    placeName: 'Test Place',
    placeId: 11,
    gameId: 22,
    plugins: [bridgePlugin],
  });
  onTestFinished(() => studio.terminateAsync());
  return studio;
}

/** A plugin that has been welcomed. */
async function usePlugin(): Promise<PluginSide> {
  const host = await useScriptedHost();
  await useStudio(host.port);
  const plugin = await host.nextPluginAsync();
  await plugin.welcomeAsync();
  return plugin;
}

const outputOf = (plugin: PluginSide, requestId?: string): string[] =>
  plugin.received
    .filter((message) => message.type === 'output' && message.requestId === requestId)
    .flatMap((message) => linesOf(message).map(({ body }) => body));

const linesOf = (message: Message) =>
  message.payload.messages as { level: string; body: string; seq: number; time: number; timestamp: number }[];

verifies(['plugin.register', 'plugin.one-source'], 'it registers with who and where it is', async () => {
  const host = await useScriptedHost();
  await useStudio(host.port);
  const plugin = await host.nextPluginAsync();
  const register = await plugin.nextAsync();
  const decoded = decodePluginMessage(JSON.stringify(register));
  expect(decoded).toMatchObject({ ok: true, message: { type: 'register', protocolVersion: 2 } });
  expect(register.sessionId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(register.payload).toMatchObject({
    pluginVersion: PACKAGE_VERSION,
    context: 'edit',
    state: 'Edit',
    placeName: 'Test Place',
    placeId: 11,
    gameId: 22,
    origin: 'emulator',
    capabilities: [...CAPABILITIES],
  });
});

verifies('plugin.adopts-id', 'it uses the id of the welcome and hears no other', async () => {
  const host = await useScriptedHost();
  await useStudio(host.port);
  const plugin = await host.nextPluginAsync();
  await plugin.welcomeAsync({ sessionId: 'chosen-by-the-host' });
  plugin.send({
    type: 'execute',
    sessionId: 'another',
    requestId: 'foreign',
    payload: { script: 'return 1' },
  });
  const answer = await plugin.askAsync('execute', { script: 'return 2' });
  expect(answer).toMatchObject({ sessionId: 'chosen-by-the-host', payload: { returnValues: [2] } });
  expect(plugin.received.some(({ requestId }) => requestId === 'foreign')).toBe(false);
});

verifies(['script.return-values', 'wire.values'], 'a script returns tagged values', async () => {
  const plugin = await usePlugin();
  const answer = await plugin.askAsync('execute', {
    script: 'return 1, "two", nil, { 3, { four = 0/0 } }, "\\xff", workspace, Enum.Material.Plastic, {}',
  });
  expect(answer.payload).toMatchObject({
    success: true,
    returnValues: [
      1,
      'two',
      null,
      [3, { four: { type: 'Number', value: 'nan' } }],
      { type: 'Bytes', base64: '/w==' },
      { type: 'Instance', className: 'Workspace', path: 'game.Workspace' },
      { type: 'EnumItem', enum: 'Material', name: 'Plastic', value: 256 },
      [],
    ],
  });
});

verifies(
  ['script.streams', 'script.output-first'],
  'output is told once, in order, before the end',
  async () => {
    const plugin = await usePlugin();
    plugin.send({
      type: 'execute',
      requestId: 'r',
      payload: { script: 'print("a", 1) warn("b") task.wait(0.02) task.spawn(print, "c\\xff") return' },
    });
    const first = await plugin.nextAsync('output');
    expect(plugin.received.some(({ type }) => type === 'scriptComplete')).toBe(false);
    expect(linesOf(first)).toMatchObject([
      { level: 'Print', body: 'a 1' },
      { level: 'Warning', body: 'b' },
    ]);
    await plugin.nextAsync('scriptComplete');
    expect(outputOf(plugin, 'r')).toEqual(['a 1', 'b', 'c\ufffd']);
    const lines = plugin.received.filter(({ type }) => type === 'output').flatMap(linesOf);
    expect(new Set(lines.map(({ seq }) => seq)).size).toBe(3);
    expect(plugin.received.at(-1)?.type).toBe('scriptComplete');
  },
);

verifies('script.syntax-error', 'a syntax error names chunk, line and text', async () => {
  const plugin = await usePlugin();
  const answer = await plugin.askAsync('execute', {
    script: 'local a\nlocal b = = 1',
    chunkName: 'file.luau',
  });
  const message = "file.luau:2: Expected identifier when parsing expression, got '='";
  expect(answer.payload).toEqual({
    success: false,
    error: message,
    failure: { kind: 'syntax', message, chunkName: 'file.luau', line: 2 },
  });
});

verifies('script.runtime-error', 'a runtime error names line and calls', async () => {
  const plugin = await usePlugin();
  const answer = await plugin.askAsync('execute', {
    script: 'local function f()\n\ttask.wait()\n\terror("inside")\nend\n\nf()',
  });
  expect(answer.payload).toEqual({
    success: false,
    error: 'exec:3: inside',
    failure: {
      kind: 'runtime',
      message: 'exec:3: inside',
      chunkName: 'exec',
      line: 3,
      traceback: 'exec:3 function f\nexec:6',
    },
  });
});

verifies('script.one-at-a-time', 'scripts queue, and each has its own output', async () => {
  const plugin = await usePlugin();
  plugin.send({ type: 'execute', requestId: '1', payload: { script: 'task.wait(0.03) print("first")' } });
  plugin.send({ type: 'execute', requestId: '2', payload: { script: 'print("second") return 2' } });
  await plugin.nextAsync('scriptComplete');
  const second = await plugin.nextAsync('scriptComplete');
  expect(second).toMatchObject({ requestId: '2', payload: { returnValues: [2] } });
  expect([outputOf(plugin, '1'), outputOf(plugin, '2')]).toEqual([['first'], ['second']]);
});

verifies('script.at-most-once', 'the same id joins the run or gets its outcome', async () => {
  const plugin = await usePlugin();
  const payload = { script: '_G.runs = (_G.runs or 0) + 1 print("ran") task.wait(0.02) return _G.runs' };
  plugin.send({ type: 'execute', requestId: 'same', payload });
  await plugin.nextAsync('output');
  const joined = await plugin.askAsync('execute', payload, 'same');
  const again = await plugin.askAsync('execute', payload, 'same');
  expect([joined.payload.returnValues, again.payload.returnValues]).toEqual([[1], [1]]);
  expect(outputOf(plugin, 'same')).toEqual(['ran']);
});

verifies('script.cancel', 'a cancelled script ends with its own completion', async () => {
  const plugin = await usePlugin();
  plugin.send({ type: 'execute', requestId: 'long', payload: { script: 'print("on") task.wait(1000)' } });
  await plugin.nextAsync('output');
  plugin.send({ type: 'cancel', requestId: 'long' });
  expect(await plugin.nextAsync('scriptComplete')).toMatchObject({
    requestId: 'long',
    payload: { success: false, error: 'The script was cancelled.', failure: { kind: 'cancelled' } },
  });
  expect((await plugin.askAsync('execute', { script: 'return 1' })).payload.success).toBe(true);
});

verifies('plugin.actions', 'a pushed action answers the next frame', async () => {
  const plugin = await usePlugin();
  const source =
    'return function(payload, bridge) return { sum = payload.a + payload.b, at = bridge.state() } end';
  plugin.send({ type: 'registerAction', requestId: 'r', payload: { name: 'add', source, hash: 'h' } });
  const answer = await plugin.askAsync('add', { a: 1, b: 2 });
  expect(plugin.received.find(({ requestId }) => requestId === 'r')).toMatchObject({
    type: 'registerActionResult',
    payload: { name: 'add', success: true },
  });
  expect(answer).toMatchObject({ type: 'addResult', payload: { sum: 3, at: 'Edit' } });
  expect(await plugin.askAsync('subtract', {})).toMatchObject({
    type: 'error',
    payload: { code: 'UNKNOWN_REQUEST', message: 'This plugin has no handler for subtract.' },
  });
});

verifies('action.error-code', 'what an action raises reaches the caller', async () => {
  const plugin = await usePlugin();
  const register = (name: string, body: string) =>
    plugin.askAsync('registerAction', { name, source: `return function()\n${body}\nend` });
  await register('missing', 'error({ code = "INSTANCE_NOT_FOUND", message = "not there" })');
  await register('broken', 'local x = nil\nreturn x.y');
  expect(await plugin.askAsync('missing', {})).toMatchObject({
    type: 'error',
    payload: { code: 'INSTANCE_NOT_FOUND', message: 'not there' },
  });
  expect(await plugin.askAsync('broken', {})).toMatchObject({
    payload: {
      code: 'INTERNAL_ERROR',
      message: "broken:3: attempt to index nil with 'y'",
      details: { traceback: 'broken:3' },
    },
  });
});

test('a script that never yields is ended, and the next one runs', async () => {
  const host = await useScriptedHost();
  const studio = await startEmulatedStudioAsync({
    port: host.port,
    plugins: [bridgePlugin],
    // Long enough for the plugin's own work on a busy machine.
    scriptTimeLimitMs: 1000,
  });
  onTestFinished(() => studio.terminateAsync());
  const plugin = await host.nextPluginAsync();
  await plugin.welcomeAsync();
  for (const script of ['while true do end', 'while true do pcall(function() while true do end end) end']) {
    const answer = await plugin.askAsync('execute', { script });
    expect(answer.payload).toMatchObject({ success: false, failure: { kind: 'timeout' } });
    expect(answer.payload.error).toContain('Script timeout: exhausted allowed execution time');
  }
  expect((await plugin.askAsync('execute', { script: 'return 1' })).payload.success).toBe(true);
});

verifies(['wire.bad-frames', 'wire.additive'], 'no frame can end the connection', async () => {
  const plugin = await usePlugin();
  const { sessionId } = plugin.received[0] ?? { sessionId: '' };
  const frames = [
    '',
    'null',
    '[1]',
    '{"type":',
    '{"type":"execute"}',
    `{"type":"execute","sessionId":"${sessionId}","payload":7}`,
    `{"type":"registerAction","sessionId":"${sessionId}","requestId":"a","payload":{"name":"x","source":"error()"}}`,
    `{"type":"subscribe","sessionId":"${sessionId}","requestId":"b","payload":{"events":{"a":1}}}`,
    `{"type":"later","sessionId":"${sessionId}","payload":{"x":null}}`,
    '{"a":'.repeat(5_000),
    '['.repeat(50_000) + ']'.repeat(50_000),
    `"${'\\ud800'.repeat(100)}"`,
  ];
  for (const frame of frames) plugin.sendText(frame);
  expect((await plugin.askAsync('execute', { script: 'return 1' })).payload.success).toBe(true);
});

test('output of deferred threads that beget one another arrives whole', async () => {
  const plugin = await usePlugin();
  const chain = 'local function go(n) print(n) if n < 60 then task.defer(go, n + 1) end end go(1)';
  await plugin.askAsync('execute', { script: `${chain} task.wait()` }, 'chain');
  expect(outputOf(plugin, 'chain')).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 1)));
  const deep =
    'local me = coroutine.running() local function go(n) if n < 79 then task.defer(go, n + 1) else task.spawn(me) end end ';
  const answer = await plugin.askAsync('execute', {
    script: `${deep} go(1) coroutine.yield() return "deep"`,
  });
  expect(answer.payload).toMatchObject({ success: true, returnValues: ['deep'] });
  const endless = 'local function go() print("again") task.defer(go) end go() task.wait()';
  expect((await plugin.askAsync('execute', { script: endless })).payload.success).toBe(true);
});

test('large scripts, lines and values pass', async () => {
  const plugin = await usePlugin();
  const script = `--${'x'.repeat(1_000_000)}\nlocal text = string.rep("y", 1000000) print(text) return text`;
  const answer = await plugin.askAsync('execute', { script }, 'large');
  expect(answer.payload.returnValues).toEqual(['y'.repeat(1_000_000)]);
  expect(outputOf(plugin, 'large')).toEqual(['y'.repeat(1_000_000)]);
});

verifies(
  ['plugin.hello-fallback', 'plugin.old-host'],
  'a host that does not know register is greeted with hello',
  async () => {
    const host = await useScriptedHost();
    await useStudio(host.port);
    const plugin = await host.nextPluginAsync();
    const register = await plugin.nextAsync('register');
    const hello = await plugin.nextAsync('hello');
    expect(hello).toMatchObject({
      sessionId: register.sessionId,
      protocolVersion: 2,
      payload: {
        sessionId: register.sessionId,
        capabilities: [...CAPABILITIES],
        pluginVersion: PACKAGE_VERSION,
      },
    });
    const { sessionId } = hello;
    plugin.send({ type: 'welcome', sessionId, payload: { sessionId } });
    plugin.send({ type: 'execute', sessionId, payload: { script: 'print("v1") return 1' } });
    const output = await plugin.nextAsync('output');
    const done = await plugin.nextAsync('scriptComplete');
    expect(output.requestId).toBeUndefined();
    expect(linesOf(output)).toMatchObject([{ level: 'Print', body: 'v1' }]);
    expect(done).toMatchObject({ payload: { success: true } });
    expect(done.requestId).toBeUndefined();
    expect(plugin.received.map(({ type }) => type)).toEqual([
      'register',
      'hello',
      'output',
      'scriptComplete',
    ]);
  },
);

verifies(
  ['plugin.reconnects', 'plugin.discovery'],
  'it comes back to a host that died and came back',
  async () => {
    const first = await useScriptedHost();
    await useStudio(first.port);
    const before = await first.nextPluginAsync();
    const introduction = await before.welcomeAsync();
    const source = 'return function() return {} end';
    await before.askAsync('registerAction', { name: 'act', source, hash: 'abc' });
    const payload = { script: 'print("early") task.wait(0.5) print("late") return "kept"' };
    before.send({ type: 'execute', requestId: 'across', payload });
    await before.nextAsync('output');
    await first.stopAsync();

    const second = await useScriptedHost({ port: first.port });
    const after = await second.nextPluginAsync();
    const again = await after.welcomeAsync();
    expect(again.sessionId).not.toBe(introduction.sessionId);
    expect(again.payload.instanceId).toBe(introduction.payload.instanceId);
    expect(again.payload.actions).toEqual({ act: 'abc' });
    const answer = await after.askAsync('execute', payload, 'across');
    expect(answer.payload).toMatchObject({ success: true, returnValues: ['kept'] });
    expect(outputOf(after, 'across')).toEqual(['early', 'late']);
  },
);

test('a shutdown closes the connection, and the plugin looks for the next host', async () => {
  const host = await useScriptedHost();
  await useStudio(host.port);
  const before = await host.nextPluginAsync();
  await before.welcomeAsync();
  before.send({ type: 'shutdown' });
  await before.closed;
  const after = await host.nextPluginAsync();
  await after.welcomeAsync();
});

test('the socket closes with Studio', async () => {
  const host = await useScriptedHost();
  const studio = await useStudio(host.port);
  const plugin = await host.nextPluginAsync();
  await plugin.welcomeAsync();
  await studio.closeAsync();
  await plugin.closed;
});
