// Streamable HTTP: who gets in, and what the conformance suite of the protocol says of those who do.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { REVISIONS, runAllAsync, useTokenGateAsync } from '../support/conformance/run-suite.js';
import { freePortAsync } from '../support/free-port.js';
import { useCli } from '../support/use-cli.js';
import { useHttpServerAsync } from '../support/use-mcp.js';
import { verifies } from '../support/verifies.js';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

async function useServerAsync(args: readonly string[] = []) {
  const cli = useCli();
  const port = await freePortAsync();
  const server = await useHttpServerAsync({ ...cli, port }, ['--port', String(port), ...args]);
  return server;
}

/** As it stands on the wire: `fetch` would not let a page's headers be forged. */
async function postAsync(url: string, headers: Record<string, string>, body: string = JSON.stringify(LIST)) {
  const accept = 'application/json, text/event-stream';
  const asked = request(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: accept,
      'MCP-Protocol-Version': '2025-11-25',
      ...headers,
    },
  });
  asked.end(body);
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  return { status: answer.statusCode as number, text };
}

verifies('mcp.http-guard', 'loopback names, no pages, and the token', async () => {
  const { url, token } = await useServerAsync(['--allow-origin', 'https://studio.example']);
  const authorization = { Authorization: `Bearer ${token}` };
  expect(await postAsync(url, authorization)).toMatchObject({ status: 200 });
  expect(await postAsync(url, { ...authorization, Origin: 'https://studio.example' })).toMatchObject({
    status: 200,
  });
  const refused = async (headers: Record<string, string>) => {
    const { status, text } = await postAsync(url, headers);
    return `${status} ${JSON.parse(text).error.message}`;
  };
  expect(await refused({})).toBe('401 the token is missing or wrong; send it as Authorization: Bearer');
  expect(await refused({ Authorization: `Bearer ${token}x` })).toMatch(/^401 /);
  expect(await refused({ ...authorization, Host: 'evil.example' })).toBe(
    '403 the host name evil.example is not allowed',
  );
  expect(await refused({ ...authorization, Origin: 'http://localhost:3000' })).toBe(
    '403 the origin http://localhost:3000 is not allowed',
  );
  const elsewhere = await postAsync(url.replace('/mcp', '/'), authorization);
  expect(elsewhere).toMatchObject({ status: 404 });
});

test('the token is kept for this user, unless another is given', async () => {
  const cli = useCli();
  const first = await useHttpServerAsync({ ...cli, port: 0 }, ['--port', String(await freePortAsync())]);
  const second = await useHttpServerAsync({ ...cli, port: 0 }, ['--port', String(await freePortAsync())]);
  expect(second.token).toBe(first.token);
  const given = cli.start(['mcp', '--http', '0', '--json', '--port', String(await freePortAsync())], {
    env: { STUDIO_BRIDGE_HTTP_TOKEN: 'a-token-of-my-own' },
  });
  const [line] = await given.seesAsync(/\{"event":"listening".+\}/);
  expect(JSON.parse(line)).not.toHaveProperty('tokenFile');
  const headers = { Authorization: 'Bearer a-token-of-my-own' };
  expect(await postAsync(JSON.parse(line).url, headers)).toMatchObject({ status: 200 });
});

verifies('mcp.bad-input', 'what is no message is answered, and the server stays', async () => {
  const { url, token } = await useServerAsync();
  const headers = { Authorization: `Bearer ${token}` };
  for (const body of ['', 'hello', '[]', '{}', '{"jsonrpc":"2.0"}']) {
    const { status } = await postAsync(url, headers, body);
    expect(status, body).toBe(400);
  }
  const asText = await postAsync(url, { ...headers, 'Content-Type': 'text/plain' });
  expect(asText.status).toBe(415);
  expect(asText.text).toContain('The content type has to be application/json.');
  const params = { name: 'studio_console_exec', arguments: { kode: 'x'.repeat(5_000_000) } };
  const long = await postAsync(url, headers, JSON.stringify({ ...LIST, method: 'tools/call', params }));
  expect(long.text).toContain('There is no kode here.');
  expect(await postAsync(url, headers)).toMatchObject({ status: 200 });
});

test('a port that is taken is told', async () => {
  const cli = useCli();
  const holder = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void holder.close());
  await once(holder, 'listening');
  const address = holder.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  const { exitCode, stderr, stdout } = await cli.runAsync(['mcp', '--http', String(taken)]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`HTTP cannot be served on port ${taken}: `);
  expect(stderr).toContain('Choose another port with --http');
});

for (const revision of REVISIONS) {
  verifies('mcp.conformance', `the program passes at ${revision}, but for tools of other names`, async () => {
    const gatePort = await freePortAsync();
    const origin = `http://127.0.0.1:${gatePort}`;
    const server = await useServerAsync(['--allow-origin', origin]);
    await useTokenGateAsync(server, gatePort);
    const { exitCode, output } = await runAllAsync(`${origin}/mcp`, revision, [`named-${revision}.yml`]);
    expect(exitCode, output.split('=== SUMMARY ===')[1]).toBe(0);
    expect(output).toMatch(/✓ tools-list: \d+ passed, 0 failed/);
    expect(output).toMatch(/✓ dns-rebinding-protection: \d+ passed, 0 failed/);
  });
}
