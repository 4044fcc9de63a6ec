// A plugin that polls, as robloxstudio-mcp expects one: it asks for work, answers what it gets, and pauses. It runs no
// script: what is measured is the way.
import { Agent, request } from 'node:http';

const [port = 0, pauseMs = 0] = process.argv.slice(2).map(Number);
const agent = new Agent({ keepAlive: true });
const instanceId = 'bench';

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
function askAsync(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    const asked = request({ host: '127.0.0.1', port, method, path, agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(JSON.parse(text)));
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const pauseAsync = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

async function readyAsync() {
  for (;;) {
    try {
      return await askAsync('POST', '/ready', { instanceId, role: 'edit' });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

await readyAsync();
console.log(JSON.stringify({ event: 'ready' }));
for (;;) {
  const { request: work, requestId } = await askAsync('GET', `/poll?instanceId=${instanceId}`);
  if (work)
    await askAsync('POST', '/response', {
      requestId,
      response: { success: true, returnValue: '1', output: [] },
    });
  if (pauseMs > 0) await pauseAsync();
}
