// A real browser that opens one page and gives back what the page wrote, for proving what web pages can reach.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createDeferred } from '../../src/support/deferred.js';
import { useTmp } from './use-tmp.js';

const PROGRAMS = [process.env.STUDIO_BRIDGE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The program, if there is one. */
export function findBrowser(): string | undefined {
  return PROGRAMS.find((path) => path !== undefined && existsSync(path));
}

/** Serves a page on a loopback port of its own: an origin as foreign to a host as any. It posts what it saw to /report. */
export async function usePage(html: string): Promise<{ url: string; report: Promise<string> }> {
  const report = createDeferred<string>();
  const server = createServer((request, response) => {
    if (request.url === '/report') {
      let text = '';
      request.on('data', (chunk) => {
        text += String(chunk);
      });
      request.on('end', () => {
        response.end();
        report.resolve(text);
      });
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, report: report.promise };
}

/** Opens a page; the browser ends with the test. Resolves with the document's text if it ends by itself (`--dump-dom`). */
export async function browseAsync(url: string, moreArguments: readonly string[] = []): Promise<string> {
  const program = findBrowser();
  if (program === undefined) throw new Error('There is no browser on this machine.');
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const child = spawn(
    program,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${useTmp()}`,
      ...moreArguments,
      url,
    ],
    // A group of its own: a browser is many processes, and all of them have to end.
    { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true },
  );
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  onTestFinished(async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  await ended;
  return text;
}
