// A web page on the same machine, in a real browser, against a running host.
import { expect, test } from 'vitest';
import { useConnection } from '../support/bridge.js';
import { browseAsync, usePage } from '../support/browser.js';

const BROWSER_TIMEOUT_MS = 60_000;

/** Tries everything a page can, and writes down how each attempt ended. */
function attackPage(host: string): string {
  return `<!doctype html><title>page</title><script>
const lines = [];
const say = (what, how) => lines.push(what + ': ' + how);
const fetched = (what, path, options) => fetch('http://${host}' + path, options)
  .then(async (r) => say(what, r.type === 'opaque' ? 'opaque' : 'read ' + r.status + ' ' + (await r.text())))
  .catch(() => say(what, 'refused'));
const dialled = (path) => new Promise((resolve) => {
  const socket = new WebSocket('ws://${host}' + path);
  socket.onopen = () => { say('ws ' + path, 'open'); socket.close(); resolve(); };
  socket.onerror = () => { say('ws ' + path, 'refused'); resolve(); };
});
(async () => {
  await fetched('fetch', '/health');
  await fetched('fetch no-cors', '/health', { mode: 'no-cors' });
  await fetched('post', '/health', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  for (const path of ['/plugin', '/client', '/health', '/6f1c2f52-8c1e-4b7b-9d0e-2a4f3c1b5a60']) await dialled(path);
  await fetch('/report', { method: 'POST', body: lines.join('\\n') });
})();
</script>`;
}

test(
  'a web page reads nothing and opens nothing',
  async () => {
    const connection = await useConnection();
    const page = await usePage(attackPage(`127.0.0.1:${connection.port}`));
    void browseAsync(page.url);
    expect((await page.report).split('\n')).toEqual([
      'fetch: refused',
      'fetch no-cors: refused',
      'post: refused',
      'ws /plugin: refused',
      'ws /client: refused',
      'ws /health: refused',
      'ws /6f1c2f52-8c1e-4b7b-9d0e-2a4f3c1b5a60: refused',
    ]);
    expect(connection.listSessions()).toEqual([]);
  },
  BROWSER_TIMEOUT_MS,
);

test(
  'a name that was rebound to this machine does not help',
  async () => {
    const connection = await useConnection();
    const page = await usePage(attackPage(`attacker.example:${connection.port}`));
    void browseAsync(page.url, ['--host-resolver-rules=MAP attacker.example 127.0.0.1']);
    expect((await page.report).split('\n').filter((line) => !line.endsWith(': refused'))).toEqual([]);
  },
  BROWSER_TIMEOUT_MS,
);

test(
  'not even the page of the rebound name itself, whose requests carry no Origin',
  async () => {
    const connection = await useConnection();
    const document = await browseAsync(`http://attacker.example:${connection.port}/health`, [
      '--dump-dom',
      '--host-resolver-rules=MAP attacker.example 127.0.0.1',
    ]);
    expect(document).not.toContain('protocolVersion');
    expect(document).toMatch(/error/);
  },
  BROWSER_TIMEOUT_MS,
);
