// The built MCP server as agents see it: real clients of both eras, on both transports.
import { readFileSync } from 'node:fs';
import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { onTestFinished } from 'vitest';
import { childEnv } from '../../scripts/checks/tool.js';
import { PROGRAM } from '../../scripts/program.js';
import type { StudioProcess } from './use-studio-process.js';

export type Era = 'legacy' | 'modern';

/** The part of the result envelope that tests look at. */
export interface Envelope {
  readonly ok: boolean;
  readonly data?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
  readonly session?: { readonly sessionId: string; readonly context: string };
  readonly delivery?: string;
  readonly truncated: boolean;
  readonly totalBytes?: number;
  readonly nextCursor?: string;
  readonly file?: string;
  readonly durationMs: number;
}

type Studio = Pick<StudioProcess, 'home' | 'port' | 'start'>;

const MODES = { legacy: 'legacy', modern: { pin: '2026-07-28' } } as const;

function createClient(era: Era, capabilities: ClientCapabilities): Client {
  const versionNegotiation = { mode: MODES[era] };
  return new Client({ name: 'test', version: '1' }, { versionNegotiation, capabilities });
}

/** Starts a server on standard streams and connects to it. */
export async function useStdioClientAsync(
  { home, port }: Studio,
  era: Era,
  args: readonly string[] = [],
  capabilities: ClientCapabilities = {},
) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, 'mcp', ...args],
    env: serverEnv(home, port),
    cwd: home,
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const client = createClient(era, capabilities);
  onTestFinished(() => client.close());
  await client.connect(transport);
  return { client, pid: () => transport.pid, stderr: () => stderr };
}

export interface HttpServer {
  readonly url: string;
  readonly token: string;
}

/** Starts a server on HTTP. */
export async function useHttpServerAsync(studio: Studio, args: readonly string[] = []): Promise<HttpServer> {
  const server = studio.start(['mcp', '--http', '0', '--json', ...args]);
  const [line] = await server.seesAsync(/\{"event":"listening".+\}/);
  const { url, tokenFile } = JSON.parse(line);
  return { url, token: readFileSync(tokenFile, 'utf8').trim() };
}

export async function useHttpClientAsync(
  { url, token }: HttpServer,
  era: Era,
  capabilities: ClientCapabilities = {},
): Promise<Client> {
  const headers = { Authorization: `Bearer ${token}` };
  const client = createClient(era, capabilities);
  onTestFinished(() => client.close());
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
}

export async function callAsync(client: Client, name: string, given: Record<string, unknown> = {}) {
  const result = await client.callTool({ name, arguments: given });
  const text = result.content.flatMap((one) => (one.type === 'text' ? [one.text] : [])).join('\n');
  return { ...result, text, envelope: result.structuredContent as Envelope };
}

export function serverEnv(home: string, port: number): Record<string, string> {
  const kept = Object.entries(childEnv()).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('STUDIO_BRIDGE_'),
  );
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    STUDIO_BRIDGE_LOCAL: 'true',
    STUDIO_BRIDGE_HOME: home,
    STUDIO_BRIDGE_PORT: String(port),
  };
}
