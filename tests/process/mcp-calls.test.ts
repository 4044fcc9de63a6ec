// Calls that take long, are cancelled, or end in another way than they began.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { expect, onTestFinished } from 'vitest';
import { PROGRAM } from '../../scripts/program.js';
import {
  callAsync,
  serverEnv,
  useHttpClientAsync,
  useHttpServerAsync,
  useStdioClientAsync,
} from '../support/use-mcp.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

const COUNT = "workspace:SetAttribute('Runs', (workspace:GetAttribute('Runs') or 0) + 1)";
const RUNS = "return workspace:GetAttribute('Runs') or 0";

verifies(
  ['mcp.once', 'mcp.progress'],
  'a script that yields for two seconds runs once, and shows that it lives',
  async () => {
    const { client } = await useStdioClientAsync(await useStudioProcessAsync(), 'modern');
    const progress: { progress: number; message?: string | undefined }[] = [];
    const code = `${COUNT} print('half way') task.wait(2) return 'done'`;
    const result = await client.callTool(
      { name: 'studio_console_exec', arguments: { code } },
      { onprogress: (one) => progress.push(one) },
    );
    expect(result.structuredContent).toMatchObject({ ok: true, data: { returnValue: 'done' } });
    expect((await callAsync(client, 'studio_console_exec', { code: RUNS })).envelope).toMatchObject({
      data: { returnValue: 1 },
    });
    expect(progress.length).toBeGreaterThanOrEqual(1);
    expect(progress.at(-1)?.message).toBe('half way');
    const values = progress.map((one) => one.progress);
    expect(values).toEqual(values.toSorted((one, other) => one - other));
  },
);

const STEPS =
  "workspace:SetAttribute('Steps', 0) while true do task.wait() workspace:SetAttribute('Steps', workspace:GetAttribute('Steps') + 1) end";

/** A fresh host first tells that it waits for others. */
const onceBegun =
  (act: () => void) =>
  ({ message }: { message?: string | undefined }) => {
    if (message === 'begun') act();
  };

async function untilBegunAsync(lines: Interface): Promise<void> {
  for await (const line of lines) if (line.includes('"begun"')) return;
}

/** How far a script got, twice, with frames in between. */
const IS_STILL_RUNNING =
  "local before = workspace:GetAttribute('Steps') task.wait(0.2) return before > 0 and workspace:GetAttribute('Steps') > before";

verifies(
  'mcp.cancel',
  'a cancelled call is stopped in the plugin, on both transports, in both eras',
  async () => {
    const studio = await useStudioProcessAsync();
    const { client: overStreams } = await useStdioClientAsync(studio, 'legacy');
    const server = await useHttpServerAsync(studio);
    const overHttp = await Promise.all([
      useHttpClientAsync(server, 'modern'),
      useHttpClientAsync(server, 'legacy'),
    ]);
    for (const client of [overStreams, ...overHttp]) {
      const cancelling = new AbortController();
      const call = client.callTool(
        { name: 'studio_console_exec', arguments: { code: `print('begun') ${STEPS}` } },
        { signal: cancelling.signal, onprogress: onceBegun(() => cancelling.abort()) },
      );
      await expect(call).rejects.toThrow();
      // One script at a time: this one begins when the other has ended.
      const { envelope } = await callAsync(client, 'studio_console_exec', { code: IS_STILL_RUNNING });
      expect(envelope).toMatchObject({ ok: true, data: { returnValue: false } });
    }
  },
);

verifies(
  'mcp.bad-input',
  'wrong types, unknown tools and unknown fields are told in a sentence',
  async () => {
    const { client } = await useStdioClientAsync(await useStudioProcessAsync(), 'modern');
    const refusal = async (name: string, given: Record<string, unknown>) =>
      (await callAsync(client, name, given)).envelope.error;
    expect(await refusal('studio_console_logs', { count: 'many' })).toMatchObject({
      code: 'USAGE',
      message: 'count has to be a number, not "many".',
    });
    expect(await refusal('studio_console_logs', { follow: true })).toMatchObject({
      message: 'There is no follow here.',
    });
    expect(await refusal('studio_console_exec', { kode: 'x' })).toMatchObject({
      message: 'There is no kode here.',
    });
    expect(await refusal('studio_console_exec', { code: '-' })).toMatchObject({
      message: 'An agent has no standard input.',
    });
    expect(await refusal('studio_console_exec', { code: 'return 1', timeoutMs: 0 })).toMatchObject({
      message: 'timeoutMs has to be a whole number of at least 1, not 0.',
    });
    expect(await refusal('studio_process_list', { sessionId: 'x' })).toMatchObject({
      message: 'There is no sessionId here.',
    });
    await expect(client.callTool({ name: 'studio_console_exek', arguments: {} })).rejects.toThrow(
      'There is no tool studio_console_exek. Did you mean studio_console_exec?',
    );
  },
);

verifies(
  'mcp.bad-input',
  'a session that vanishes in the middle of a call is told, with what is known of it',
  async () => {
    const studio = await useStudioProcessAsync();
    const { client } = await useStdioClientAsync(studio, 'legacy');
    const call = client.callTool(
      { name: 'studio_console_exec', arguments: { code: "print('begun') task.wait(60)", timeoutMs: 8_000 } },
      { onprogress: onceBegun(() => studio.studio.process.kill('SIGKILL')) },
    );
    const { structuredContent, isError } = await call;
    expect(isError).toBe(true);
    expect(structuredContent).toMatchObject({
      ok: false,
      error: { code: expect.any(String) },
      delivery: 'ran',
    });
    expect(Object(structuredContent).error.hint).toContain('It ran in Studio, at least in part: look first.');
  },
);

verifies(
  'mcp.end-of-input',
  'requests from a pipe are answered, those that take their time as well',
  async () => {
    const studio = await useStudioProcessAsync();
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const clientInfo = { name: 'test', version: '1' };
    const calls = (more: object) =>
      ['task.wait(1) return 1', 'return 2'].map((code, at) => ({
        id: at + 1,
        method: 'tools/call',
        params: { name: 'studio_console_exec', arguments: { code }, ...more },
      }));
    const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    const legacy = [
      { id: 0, method: 'initialize', params: initialize },
      { method: 'notifications/initialized' },
      ...calls({}),
    ];
    const modern = [{ id: 0, method: 'server/discover', params: { _meta: meta } }, ...calls({ _meta: meta })];
    for (const messages of [legacy, modern]) {
      const text = messages.map((message) => JSON.stringify({ jsonrpc: '2.0', ...message })).join('\n');
      const { stdout, exitCode } = await studio.runAsync(['mcp'], { input: text });
      const answers = stdout
        .trim()
        .split('\n')
        .map((line): { id: number } => JSON.parse(line))
        .toSorted((one, other) => one.id - other.id);
      expect(exitCode).toBe(0);
      expect(answers).toMatchObject([
        { id: 0 },
        { id: 1, result: { structuredContent: { data: { returnValue: 1 } } } },
        { id: 2, result: { structuredContent: { data: { returnValue: 2 } } } },
      ]);
    }
  },
);

verifies('mcp.bad-input', 'a client that goes away ends the server quietly, and its script too', async () => {
  const studio = await useStudioProcessAsync();
  const server = spawn(process.execPath, [PROGRAM, 'mcp'], {
    env: serverEnv(studio.home, studio.port),
    cwd: studio.home,
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  let stderr = '';
  server.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const lines = createInterface({ input: server.stdout });
  const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'test', version: '1' };
  send({
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
  });
  send({ method: 'notifications/initialized' });
  await once(lines, 'line');
  const params = { name: 'studio_console_exec', arguments: { code: `print('begun') ${STEPS}` } };
  send({ id: 1, method: 'tools/call', params: { ...params, _meta: { progressToken: 1 } } });
  await untilBegunAsync(lines);
  server.stdout.destroy();
  server.stdin.end();
  const [exitCode] = await once(server, 'close');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const after = await studio.runAsync(['console', 'exec', IS_STILL_RUNNING, '--json']);
  expect(JSON.parse(after.stdout)).toMatchObject({ returnValue: false });
});
