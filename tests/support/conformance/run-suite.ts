// Runs the conformance suite of the protocol against a server, with the scenarios that may fail named to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from '../../../scripts/bundling.js';
import { childEnv } from '../../../scripts/checks/tool.js';
import type { HttpServer } from '../use-mcp.js';
import { useTmp } from '../use-tmp.js';

export const REVISIONS = ['2025-11-25', '2026-07-28'];

const SUITE = join(ROOT, 'node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
const SUPPORT = join(ROOT, 'tests', 'support', 'conformance');

/** All that the revision requires, without an exception. */
export async function runRequiredAsync(url: string, revision: string) {
  return await runAsync(['--url', url, '--requirements', revision]);
}

/** All scenarios there are for the revision but those in `exceptions`, files beside this one; one of them that passes fails the suite. */
export async function runAllAsync(url: string, revision: string, exceptions: readonly string[]) {
  const expected = join(useTmp(), 'expected.yml');
  const lines = exceptions.flatMap((name) => readFileSync(join(SUPPORT, name), 'utf8').split('\n'));
  const scenarios = lines.filter((line) => line.startsWith('  - '));
  writeFileSync(expected, ['server:', ...scenarios, ''].join('\n'));
  const options = ['--spec-version', revision, '--expected-failures', expected];
  return await runAsync(['--url', url, '--suite', 'all', ...options]);
}

async function runAsync(options: readonly string[]) {
  const args = [SUITE, 'server', ...options, '--output-dir', useTmp()];
  const suite = spawn(process.execPath, ['--import', join(SUPPORT, 'globs.mjs'), ...args], {
    env: childEnv(),
  });
  onTestFinished(() => void suite.kill('SIGKILL'));
  let output = '';
  for (const stream of [suite.stdout, suite.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [exitCode] = await once(suite, 'close');
  return { exitCode, output };
}

/** The suite sends no token: this puts it in, and hands everything else through as it came. */
export async function useTokenGateAsync({ token, url }: HttpServer, port: number): Promise<void> {
  const target = new URL(url);
  const gate = createServer((from, to) => {
    const { method, url: path } = from;
    const headers = { ...from.headers, authorization: `Bearer ${token}` };
    const onward = request({ host: target.hostname, port: target.port, path, method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => onward.destroy());
    from.pipe(onward);
  });
  onTestFinished(() => {
    gate.close();
    gate.closeAllConnections();
  });
  gate.listen(port, '127.0.0.1');
  await once(gate, 'listening');
}
