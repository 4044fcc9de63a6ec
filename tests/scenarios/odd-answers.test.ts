// Plugins that answer as no plugin should: twice, in another order, late, never, or with garbage. Whoever asked gets
// the one right outcome, and nobody else notices.
import { expect, test } from 'vitest';
import { execute } from '../../src/protocol/core-actions.js';
import { useBridge, useConnection } from '../support/bridge.js';
import { type ScriptedPlugin, useRegisteredPlugin, type WireMessage } from '../support/scripted-plugin.js';
import { verifies } from '../support/verifies.js';

const scriptOf = (message: WireMessage) => (message.payload as { script: string }).script;

function complete(plugin: ScriptedPlugin, message: WireMessage, value: unknown = scriptOf(message)): void {
  plugin.reply(message, 'scriptComplete', { success: true, returnValues: [value] });
}

verifies('bridge.odd-answers', 'the first of several answers counts, and the rest harm nobody', async () => {
  const { host, clients } = await useBridge();
  const plugin = await useRegisteredPlugin(host.port);
  plugin.on('execute', (message) => {
    complete(plugin, message);
    complete(plugin, message, 'again');
    plugin.reply(message, 'output', { messages: [{ level: 'Print', body: 'late' }] });
    plugin.reply(message, 'error', { code: 'INTERNAL_ERROR', message: 'too late' });
  });
  const session = await clients[0]?.resolveSessionAsync({ target: plugin.sessionId });
  for (const script of ['a', 'b', 'c']) {
    const lines: string[] = [];
    const result = await session?.invokeAsync(
      execute,
      { script },
      { onOutput: ({ body }) => lines.push(body) },
    );
    expect([result?.returnValues, lines]).toEqual([[script], []]);
  }
});

verifies('bridge.odd-answers', 'answers in any order reach whoever asked', async () => {
  const { host, clients } = await useBridge({ clients: 3 });
  const plugin = await useRegisteredPlugin(host.port);
  const asked: WireMessage[] = [];
  const COUNT = 60;
  plugin.on('execute', (message) => {
    asked.push(message);
    if (asked.length < COUNT) return;
    for (const [index, one] of asked.entries()) if (index % 2 === 0) complete(plugin, one);
    for (const one of [...asked.entries()].reverse()) if (one[0] % 2 === 1) complete(plugin, one[1]);
  });
  const all = [host, ...clients];
  const sessions = await Promise.all(
    all.map((connection) => connection.resolveSessionAsync({ target: plugin.sessionId })),
  );
  const outcomes = await Promise.all(
    Array.from({ length: COUNT }, async (_, index) => {
      const script = `script ${index}`;
      const result = await sessions[index % sessions.length]?.invokeAsync(execute, { script });
      return result?.returnValues?.[0] === script;
    }),
  );
  expect(outcomes).toEqual(Array(COUNT).fill(true));
});

verifies(
  'bridge.odd-answers',
  'none at all is a time-out, and leaves nothing waiting at the host',
  async () => {
    const { host, clients } = await useBridge({ limits: { maxRequestsPerSession: 2 } });
    const plugin = await useRegisteredPlugin(host.port);
    const late: WireMessage[] = [];
    plugin.on('execute', (message) => {
      if (scriptOf(message) === 'answer') complete(plugin, message);
      else late.push(message);
    });
    const session = await clients[0]?.resolveSessionAsync({ target: plugin.sessionId });
    for (let round = 0; round < 5; round += 1) {
      await expect(
        session?.invokeAsync(execute, { script: 'never' }, { timeoutMs: 20 }),
      ).rejects.toMatchObject({ code: 'TIMEOUT', delivery: 'unknown' });
    }
    for (const message of late) complete(plugin, message);
    await expect(session?.invokeAsync(execute, { script: 'answer' })).resolves.toMatchObject({
      returnValues: ['answer'],
    });
  },
);

const GARBAGE: readonly [string, (plugin: ScriptedPlugin, message: WireMessage) => void, object][] = [
  [
    'an answer of another type',
    (plugin, message) => plugin.reply(message, 'stateResult', { state: 'Edit' }),
    { code: 'INVALID_RESULT', message: expect.stringContaining('stateResult instead of scriptComplete') },
  ],
  [
    'an answer of another shape',
    (plugin, message) => plugin.reply(message, 'scriptComplete', { success: 'yes' }),
    { code: 'INVALID_RESULT', message: expect.stringContaining('success') },
  ],
  [
    'an error of no known code',
    (plugin, message) => plugin.reply(message, 'error', { code: 'TIRED', message: 'Not today.' }),
    { code: 'TIRED', message: 'Not today.' },
  ],
  [
    'an error that is none',
    (plugin, message) => plugin.reply(message, 'error', 'no'),
    { code: 'INVALID_RESULT', delivery: 'ran' },
  ],
  [
    'text that is no JSON, then an answer for nobody, then a broken frame, then its answer',
    (plugin, message) => {
      plugin.sendText('{"type":"scriptComplete"');
      plugin.send({ ...message, type: 'scriptComplete', requestId: 'nobody', sessionId: plugin.sessionId });
      plugin.sendText(JSON.stringify({ type: 7, sessionId: plugin.sessionId, requestId: message.requestId }));
      plugin.reply(message, 'error', { code: 'BUSY', message: 'At last.' });
    },
    { code: 'BUSY', message: 'At last.' },
  ],
];

test.each(GARBAGE)('%s', async (_name, answer, expected) => {
  const host = await useConnection();
  const plugin = await useRegisteredPlugin(host.port);
  const session = await host.resolveSessionAsync({ target: plugin.sessionId });
  plugin.on('execute', (message) => {
    if (scriptOf(message) === 'fine') complete(plugin, message);
    else answer(plugin, message);
  });
  await expect(session.invokeAsync(execute, { script: 'odd' })).rejects.toMatchObject(expected);
  await expect(session.invokeAsync(execute, { script: 'fine' })).resolves.toMatchObject({ success: true });
});
