// Every tool, driven by a real client of each era on each transport, against an emulated Studio.
import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import {
  callAsync,
  type Era,
  useHttpClientAsync,
  useHttpServerAsync,
  useStdioClientAsync,
} from '../support/use-mcp.js';
import { type StudioProcess, useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies, verifiesTogether } from '../support/verifies.js';

/** The eight that the documents promise by name are offered as soon as their commands are there. */
const PROMISED = [
  'studio_action',
  'studio_console_exec',
  'studio_console_logs',
  'studio_process_info',
  'studio_process_list',
];

type Schema = { readonly properties?: Record<string, unknown>; readonly required?: readonly string[] };

/** What makes sense for a field, from its name and its type. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  code: 'return 1 + 1',
  path: 'Workspace',
  name: 'queryState',
};

function sampleOf({ properties, required = [] }: Schema): Record<string, unknown> {
  return Object.fromEntries(
    required.map((field) => {
      const { type, enum: choices } = Object(properties?.[field]);
      const fallback = choices?.[0] ?? (type === 'string' ? 'Workspace' : type === 'boolean' ? true : 1);
      return [field, SAMPLES[field] ?? (type === 'array' ? ['Workspace'] : fallback)];
    }),
  );
}

async function driveAllAsync(client: Client): Promise<void> {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(PROMISED));
  // Last what ends the Studio.
  const ordered = tools.toSorted(
    (one, other) => Number(endsStudio(one.name)) - Number(endsStudio(other.name)),
  );
  for (const { name, inputSchema } of ordered) {
    const given = {
      ...sampleOf(inputSchema as Schema),
      ...(name === 'studio_console_exec' ? { code: 'return 2' } : {}),
    };
    // The client checks the structured content against the output schema, also that of a failure.
    const { envelope, text, isError } = await callAsync(client, name, given);
    expect(text, name).not.toBe('');
    expect(envelope, name).toMatchObject({ ok: isError !== true, durationMs: expect.any(Number) });
    if (PROMISED.includes(name)) expect(envelope.ok, `${name}: ${text}`).toBe(true);
  }
}

const endsStudio = (name: string) => name.endsWith('_close');

const ERAS: readonly Era[] = ['legacy', 'modern'];

/** Nothing of a default that the environment names for the session: the server has to find it. */
const studioAsync = () => useStudioProcessAsync('Lobby');

describe.each(ERAS)('a client of the %s era', (era) => {
  verifies(['mcp.eras', 'mcp.tools'], 'drives every tool over standard streams', async () => {
    const { client } = await useStdioClientAsync(await studioAsync(), era, ['--tools', 'all']);
    expect(client.getProtocolEra()).toBe(era);
    await driveAllAsync(client);
  });

  verifies(['mcp.eras', 'mcp.tools'], 'drives every tool over HTTP', async () => {
    const server = await useHttpServerAsync(await studioAsync(), ['--tools', 'all']);
    const client = await useHttpClientAsync(server, era);
    expect(client.getProtocolEra()).toBe(era);
    await driveAllAsync(client);
  });
});

verifiesTogether(['mcp.envelope'], 'the envelope', () => {
  test('of a script has its values, its output, its session, and that it ran', async () => {
    const { client } = await useStdioClientAsync(await studioAsync(), 'modern');
    const { envelope, text } = await callAsync(client, 'studio_console_exec', {
      code: "print('hello') return { a = Vector3.new(1, 2, 3) }",
    });
    expect(envelope).toMatchObject({
      ok: true,
      data: { success: true, logs: 'hello', returnValue: { a: { type: 'Vector3', value: [1, 2, 3] } } },
      session: { placeName: 'Lobby', context: 'edit', origin: 'emulator' },
      delivery: 'ran',
      truncated: false,
    });
    expect(text).toContain('hello');
  });

  test('of a script that fails has the line, and of one that is refused the next step', async () => {
    const { client } = await useStdioClientAsync(await studioAsync(), 'legacy');
    const failed = await callAsync(client, 'studio_console_exec', { code: "local x = 1\nerror('no')" });
    expect(failed).toMatchObject({
      isError: true,
      envelope: { ok: false, data: { success: false }, delivery: 'ran' },
    });
    expect(failed.text).toContain(':2: no');
    const refused = await callAsync(client, 'studio_console_exec', { sessionId: 'nobody', code: 'return 1' });
    expect(refused).toMatchObject({
      isError: true,
      envelope: { ok: false, error: { code: 'SESSION_NOT_FOUND' } },
    });
    expect(refused.text).toContain('No session fits "nobody". Connected are:');
    expect(refused.text).toContain('Name one of them with sessionId.');
  });
});

verifies('mcp.targeting', 'where several sessions fit, the call is refused with the list', async () => {
  const studio = await studioAsync();
  studio.start(['emulator', '--place-name', 'Arena']);
  await studio.host.seesAsync(/"session-connected".*"Arena"/);
  const { client } = await useStdioClientAsync(studio, 'modern');
  const refused = await callAsync(client, 'studio_console_exec', { code: 'return 1' });
  expect(refused.envelope).toMatchObject({ ok: false, error: { code: 'AMBIGUOUS_SESSION' } });
  expect(refused.envelope.error?.message).toMatch(/2 sessions are connected:\n.+edit {2}\w+\n.+edit {2}\w+/);
  expect(refused.envelope.error?.hint).toContain('sessionId');
  const named = await callAsync(client, 'studio_console_exec', {
    code: 'return game.Name',
    sessionId: 'Arena',
  });
  expect(named.envelope).toMatchObject({ ok: true, session: { placeName: 'Arena' } });
  const inPlay = await callAsync(client, 'studio_console_exec', {
    code: 'return 1',
    sessionId: 'Arena',
    context: 'server',
  });
  expect(inPlay.envelope).toMatchObject({ ok: false, error: { code: 'CONTEXT_NOT_FOUND' } });
});

verifies(
  'mcp.long-output',
  'a long result is cut, and can be read to its end in parts and from a file',
  async () => {
    const studio: StudioProcess = await studioAsync();
    const { client } = await useStdioClientAsync(studio, 'modern', ['--max-output', '2000']);
    const code = "local lines = {} for i = 1, 2000 do lines[i] = 'line ' .. i end return lines";
    const { envelope, content, text } = await callAsync(client, 'studio_console_exec', { code });
    expect(envelope).toMatchObject({
      ok: true,
      truncated: true,
      nextCursor: expect.stringMatching(/^studio:\/\/results\//),
    });
    expect(envelope.totalBytes).toBeGreaterThan(20_000);
    expect(JSON.stringify(envelope.data).length).toBeLessThanOrEqual(2_000);
    expect(content).toContainEqual(expect.objectContaining({ type: 'resource_link' }));
    expect(text).toContain(`all of it: ${envelope.file}`);

    let whole = '';
    for (let cursor = envelope.nextCursor; cursor !== undefined; ) {
      const [part] = (await client.readResource({ uri: cursor })).contents;
      const read: string = part && 'text' in part ? part.text : '';
      const [, next] = /\n\[next: (\S+)\]$/.exec(read) ?? [];
      whole += next === undefined ? read : read.slice(0, read.lastIndexOf('\n[next: '));
      cursor = next;
    }
    expect(JSON.parse(whole)).toMatchObject({ returnValue: expect.arrayContaining(['line 1', 'line 2000']) });
  },
);
