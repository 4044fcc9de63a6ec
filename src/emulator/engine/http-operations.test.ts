import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { useEngine } from '../../../tests/support/use-engine.js';

type Answer = (request: IncomingMessage, body: Buffer, response: ServerResponse) => void;

async function useServer(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => answer(request, Buffer.concat(chunks), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const HTTP = 'local HttpService = game:GetService("HttpService")\n';

/** Runs an expression that may wait, and returns what it gave or raised. */
async function askAsync(expression: string): Promise<string> {
  const { run, lineAsync } = useEngine();
  run(`${HTTP} local ok, result = pcall(function() return ${expression} end) print("answer", ok, result)`);
  return (await lineAsync('answer')).slice('answer '.length);
}

test('a request and its answer', async () => {
  const url = await useServer((request, body, response) => {
    response.writeHead(201, 'Made', { 'x-answer': 'yes', 'set-cookie': ['a=1', 'b=2'] });
    response.end(`${request.method} ${request.url} ${request.headers['x-own']} ${body}`);
  });
  const { run, lineAsync } = useEngine();
  run(`${HTTP}
    local answer = HttpService:RequestAsync({
      Url = "${url}/path?q=1", Method = "PUT", Headers = { ["X-Own"] = "mine" }, Body = "body",
    })
    print("answer", answer.Success, answer.StatusCode, answer.StatusMessage, answer.Body)
    print("headers", answer.Headers["x-answer"], answer.Headers["set-cookie"])`);
  expect(await lineAsync('answer')).toBe('answer true 201 Made PUT /path?q=1 mine body');
  expect(await lineAsync('headers')).toBe('headers yes a=1, b=2');
});

test('bodies are bytes, both ways', async () => {
  const url = await useServer((_request, body, response) => response.end(body));
  const answer = await askAsync(
    `HttpService:RequestAsync({ Url = "${url}", Method = "POST", Body = "\\0\\255\\n\\n" }).Body == "\\0\\255\\n\\n"`,
  );
  expect(answer).toBe('true true');
});

test('another status than success is an answer of RequestAsync, and an error of GetAsync and PostAsync', async () => {
  const url = await useServer((_request, _body, response) => response.writeHead(404).end('gone'));
  expect(await askAsync(`HttpService:RequestAsync({ Url = "${url}" }).Body`)).toBe('true gone');
  expect(await askAsync(`HttpService:GetAsync("${url}")`)).toBe('false Test:2: HTTP 404 (Not Found)');
  expect(await askAsync(`HttpService:PostAsync("${url}", "x")`)).toBe('false Test:2: HTTP 404 (Not Found)');
});

test('GetAsync and PostAsync', async () => {
  const url = await useServer((request, body, response) =>
    response.end(`${request.method} ${request.headers['content-type']} ${request.headers['x-a']} ${body}`),
  );
  expect(await askAsync(`HttpService:GetAsync("${url}", true, { ["X-A"] = "b" })`)).toBe(
    'true GET undefined b ',
  );
  expect(await askAsync(`HttpService:PostAsync("${url}", "data")`)).toBe(
    'true POST application/json undefined data',
  );
  expect(await askAsync(`HttpService:PostAsync("${url}", "data", Enum.HttpContentType.TextPlain)`)).toBe(
    'true POST text/plain undefined data',
  );
});

test('compression', async () => {
  const url = await useServer((request, body, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync(`${request.headers['content-encoding']} ${gunzipSync(body)}`));
  });
  expect(
    await askAsync(
      `HttpService:RequestAsync({ Url = "${url}", Method = "POST", Body = "text", Compress = Enum.HttpCompression.Gzip }).Body`,
    ),
  ).toBe('true gzip text');
});

test('redirects are followed', async () => {
  const url = await useServer((request, _body, response) => {
    if (request.url === '/end') response.end(`${request.method} at the end`);
    else response.writeHead(302, { location: '/end' }).end();
  });
  expect(await askAsync(`HttpService:PostAsync("${url}/start", "x")`)).toBe('true GET at the end');
});

test('what cannot be reached is an error with the reason', async () => {
  const url = await useServer((request) => request.socket.destroy());
  expect(await askAsync(`HttpService:GetAsync("${url}")`)).toBe('false Test:2: HttpError: NetFail');
  // Nothing listens on the port of a server that was closed.
  expect(await askAsync('HttpService:GetAsync("http://127.0.0.1:1025/")')).toBe(
    'false Test:2: HttpError: ConnectFail',
  );
});

test('an answer that does not come is waited for as long as the request says', async () => {
  const url = await useServer(() => {});
  expect(await askAsync(`HttpService:RequestAsync({ Url = "${url}", Timeout = 0.05 })`)).toBe(
    'false Test:2: HttpError: Timedout',
  );
});

test.each([
  ['{}', 'Url must be a non-empty string'],
  ['{ Url = "nonsense" }', 'HttpError: InvalidUrl'],
  ['{ Url = "ftp://localhost/" }', 'HttpError: InvalidUrl'],
  ['{ Url = "http://localhost:22/" }', 'HttpError: Port 22 is not allowed'],
  ['{ Url = "http://localhost:1194/" }', 'HttpError: Port 1194 is not allowed'],
  ['{ Url = "http://localhost/", Method = "BREW" }', 'Method "BREW" is not allowed'],
  ['{ Url = "http://localhost/", Body = "x" }', 'GET requests must not have a Body'],
  [
    '{ Url = "http://localhost/", Headers = { ["User-Agent"] = "x" } }',
    'Header "User-Agent" is not allowed!',
  ],
  ['{ Url = "http://localhost/", Headers = { 5 } }', 'Headers must have string keys and string values'],
  [
    '{ Url = "http://localhost/", Timeout = 0 }',
    'Timeout must be a number of seconds greater than 0 and at most 60',
  ],
])('RequestAsync(%s) is refused', async (options, message) => {
  expect(await askAsync(`HttpService:RequestAsync(${options})`)).toBe(`false Test:2: ${message}`);
});

test('requests can be switched off for the place', async () => {
  const { run, output } = useEngine({ place: { 'HttpService.HttpEnabled': false } });
  run(`${HTTP} print(pcall(HttpService.GetAsync, HttpService, "http://localhost/"))`);
  expect(output[0]?.body).toBe('false Http requests are not enabled. Enable via game settings');
  run(`${HTTP} HttpService.HttpEnabled = true`);
  expect(output[1]?.body).toBe(
    "Test:2: The current thread cannot write 'HttpEnabled' (lacking capability LocalUser)",
  );
});

test('many at once, each answer to its asker', async () => {
  const url = await useServer((request, _body, response) => response.end(request.url));
  const { run, lineAsync } = useEngine();
  run(`${HTTP}
    local done, wrong = 0, 0
    for index = 1, 50 do
      task.spawn(function()
        if HttpService:GetAsync("${url}/" .. index) ~= "/" .. index then wrong += 1 end
        done += 1
        if done == 50 then print("done", wrong) end
      end)
    end`);
  expect(await lineAsync('done')).toBe('done 0');
});
