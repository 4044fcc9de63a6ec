// Tests in Open Cloud, against the emulated one: real places, real scripts, and every byte of output.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { PLACE, useOpenCloudAsync } from '../../../tests/support/use-open-cloud.js';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { createManualClock } from '../../support/clock.js';
import type { Deployment, JobContext, JobScript } from './job-context.js';

// Each task is a thread with an engine that is compiled first.
vi.setConfig({ testTimeout: 90_000 });

const signal = new AbortController().signal;

function placeWith(folder: string): string {
  const file = join(useTmp(), 'shop.rbxlx');
  writeFileSync(
    file,
    '<roblox version="4"><Item class="Workspace"><Properties><string name="Name">Workspace</string></Properties>' +
      `<Item class="Folder"><Properties><string name="Name">${folder}</string></Properties></Item></Item></roblox>`,
  );
  return file;
}

async function deployAsync(job: JobContext, source: string): Promise<Deployment> {
  const built = await job.buildPlaceAsync({ source, signal });
  return await job.deployBuiltPlaceAsync(built, { packageName: 'shop', signal });
}

async function runAsync(job: JobContext, source: string, script: string, more: Partial<JobScript> = {}) {
  const deployment = await deployAsync(job, source);
  const result = await job.runScriptAsync(deployment, {
    source: script,
    packageName: 'shop',
    signal,
    ...more,
  });
  return { deployment, result, logs: await job.getLogsAsync(deployment) };
}

test('a script runs in the place, and its values and lines come back with their levels', async () => {
  const cloud = await useOpenCloudAsync();
  const { result, logs } = await runAsync(
    cloud.createJob(),
    placeWith('Shop'),
    'print("hello") warn("careful") return workspace.Shop.ClassName, nil, { n = 1 }',
  );
  expect(result).toMatchObject({
    success: true,
    taskState: 'COMPLETE',
    returnValues: ['Folder', null, { n: 1 }],
  });
  expect(logs).toMatchObject({
    lostLines: 0,
    isLossExact: true,
    rung: 'state-only',
    events: [
      { seq: 1, level: 'Print', text: 'hello', package: 'shop' },
      { seq: 2, level: 'Warning', text: 'careful' },
    ],
  });
});

test('an error has the line of the script, and a syntax error too', async () => {
  const cloud = await useOpenCloudAsync();
  const job = cloud.createJob();
  const { result, logs } = await runAsync(job, placeWith('Shop'), 'print("before")\n\nerror("boom")');
  expect(result).toMatchObject({ success: false, error: 'tests:3: boom' });
  expect(result.isInfrastructure).toBeUndefined();
  expect(logs.events.map(({ text }) => text)).toEqual(['before']);
  const calling = 'local function pay()\n\terror("no money")\nend\n\npay()';
  expect((await runAsync(job, placeWith('Shop'), calling)).result).toMatchObject({
    error: 'tests:2: no money',
    trace: 'tests:2 function pay\ntests:5',
  });
  const open = await runAsync(job, placeWith('Shop'), 'local ok = 1\nif ok then\n\tprint(ok)\n');
  expect(open.result).toMatchObject({
    success: false,
    error: "tests:4: Expected 'end' (to close 'then' at line 2), got <eof>",
  });
  const closed = await runAsync(job, placeWith('Shop'), 'print("ran")\nend\n');
  expect(closed.result.error).toBe("tests:2: Expected <eof>, got 'end'");
  expect(closed.logs.events).toEqual([]);
  const broken = await runAsync(job, placeWith('Shop'), 'local ok = 1\nlocal = 2');
  expect(broken.result).toMatchObject({
    success: false,
    taskState: 'FAILED',
    error: expect.stringContaining('tests:2:'),
  });
});

verifies('cloud.own-bytes', 'the same bytes are uploaded once, also by later runs', async () => {
  const cloud = await useOpenCloudAsync();
  const place = placeWith('Shop');
  await runAsync(cloud.createJob(), place, 'return 1');
  const { result } = await runAsync(cloud.createJob(), place, 'return game.PlaceVersion');
  expect(result.returnValues).toEqual([expect.any(Number)]);
  expect(cloud.requests.filter((line) => line.includes('upload'))).toHaveLength(1);
  expect(cloud.requests.filter((line) => line.includes('pinned'))).toHaveLength(0);
});

verifies(
  'cloud.own-bytes',
  'where somebody else uploaded since, the script runs on its own version and nowhere else',
  async () => {
    const cloud = await useOpenCloudAsync();
    const mine = placeWith('Mine');
    const job = cloud.createJob();
    const deployment = await deployAsync(job, mine);
    await runAsync(cloud.createJob(), placeWith('Theirs'), 'return 1');
    const script =
      'print("ran") return workspace:GetChildren()[3].Name, workspace:FindFirstChild("Theirs") == nil';
    const result = await job.runScriptAsync(deployment, { source: script, packageName: 'shop', signal });
    expect(result).toMatchObject({ success: true, returnValues: [expect.any(String), true] });
    expect((await job.getLogsAsync(deployment)).events).toHaveLength(1);
    expect(cloud.requests.filter((line) => line.includes('create pinned'))).toEqual([
      'POST create pinned 200',
    ]);
  },
);

verifies('test.full-output', '10 MB of output and 10 MB of values are all there', async () => {
  const cloud = await useOpenCloudAsync();
  const script = `
    local line = string.rep("x", 990)
    for index = 1, 10000 do print(line .. index) if index % 500 == 0 then task.wait() end end
    return string.rep("v", 10 * 1024 * 1024)`;
  const { result, logs } = await runAsync(cloud.createJob(), placeWith('Shop'), script);
  expect(result.success).toBe(true);
  expect(String(result.returnValues?.[0])).toHaveLength(10 * 1024 * 1024);
  expect(logs).toMatchObject({ lostLines: 0, isLossExact: true });
  expect(logs.events).toHaveLength(10_000);
  expect(logs.events.every(({ text, seq }) => text.endsWith(`x${seq}`))).toBe(true);
});

test('a script that waits for ever comes back with what it printed', async () => {
  const cloud = await useOpenCloudAsync();
  const { result, logs } = await runAsync(
    cloud.createJob(),
    placeWith('Shop'),
    'print("so far") task.wait(1e9)',
    { timeoutMs: 300 },
  );
  expect(result).toMatchObject({ success: false, isTimeout: true, taskState: 'COMPLETE' });
  expect(logs.events.map(({ text }) => text)).toEqual(['so far']);
});

test('a script that ends its own thread is a script that failed', async () => {
  const cloud = await useOpenCloudAsync();
  const { result } = await runAsync(
    cloud.createJob(),
    placeWith('Shop'),
    'local me = coroutine.running() task.defer(function() task.cancel(me) end) task.wait(1e9)',
  );
  expect(result).toMatchObject({ success: false, error: 'The script ended the thread that it ran in.' });
});

verifies(
  'cloud.streaming',
  'what a script prints is told while it runs, through MemoryStore where there are no live logs',
  async () => {
    const cloud = await useOpenCloudAsync();
    const lines: string[] = [];
    const { logs } = await runAsync(
      cloud.createJob(),
      placeWith('Shop'),
      'print("first") task.wait(3) print("last")',
      { onEvent: ({ text }) => lines.push(text) },
    );
    expect(logs).toMatchObject({ rung: 'memory-store', lostLines: 0 });
    expect(lines[0]).toBe('first');
    expect(logs.events.map(({ text }) => text)).toEqual(['first', 'last']);
    expect(cloud.requests).toContain('DELETE items/00000001 200');
  },
);

verifies(
  'cloud.streaming',
  'what is printed is told also where it shows late that the task runs',
  async () => {
    const slow = { fault: 'slow', on: 'getTask', nth: 1, seconds: 3 } as const;
    const cloud = await useOpenCloudAsync({ faults: { faults: [slow] } });
    const told: string[] = [];
    const { logs } = await runAsync(cloud.createJob(), placeWith('Shop'), 'print("first") task.wait(1.5)', {
      onEvent: ({ text }) => told.push(text),
      onPhase: ({ phase }) => told.push(phase),
    });
    expect(logs.rung).toBe('memory-store');
    expect(told.slice(-2)).toEqual(['executing', 'first']);
  },
);

/** Four tests that wait, as the runner tells of them; lines between that are too long for the side channel. */
const MARKED = `
  for index = 1, 4 do
    print("line A" .. index)
    if index == 2 then print(string.rep("long", 2000)) end
    task.wait(0.7)
    print("line B" .. index)
    print("MARK" .. index)
  end`;

for (const liveLogs of [false, true]) {
  const way = liveLogs ? 'live logs' : 'MemoryStore';
  verifies(
    'cloud.streaming',
    `a line that is told while the script runs has the number that it has at the end (${way})`,
    async () => {
      const cloud = await useOpenCloudAsync({ liveLogs });
      const told: { seq: number; text: string }[] = [];
      const { logs } = await runAsync(cloud.createJob(), placeWith('Shop'), MARKED, {
        mark: 'MARK',
        onEvent: ({ seq, text }) => told.push({ seq, text }),
      });
      const all = logs.events.map(({ seq, text }) => ({ seq, text }));
      expect(all.filter(({ text }) => !text.startsWith('MARK')).map(({ seq }) => seq)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9,
      ]);
      expect(all).toEqual(expect.arrayContaining(told));
      expect(new Set(told.map(({ text }) => text)).size).toBe(told.length);
      // Behind a mark and behind the long line.
      expect(told).toContainEqual({ seq: 3, text: 'line A2' });
      expect(told).toContainEqual({ seq: 5, text: 'line B2' });
      expect(told).toContainEqual({ seq: 2, text: 'MARK1' });
    },
  );
}

verifies('cloud.streaming', 'live logs are taken where the service has them', async () => {
  const cloud = await useOpenCloudAsync({ liveLogs: true });
  const items = `${cloud.url}/cloud/v2/universes/${PLACE.universeId}/memory-store/sorted-maps/lines/items`;
  const lines: string[] = [];
  const answers: Promise<Response>[] = [];
  // The script goes on only once its first line was seen.
  const script = `print("first")
    local map = game:GetService("MemoryStoreService"):GetSortedMap("lines")
    repeat task.wait(0.25) until map:GetAsync("seen")
    print("last")`;
  const { logs } = await runAsync(cloud.createJob(), placeWith('Shop'), script, {
    onEvent({ text }) {
      lines.push(text);
      if (text !== 'first') return;
      const body = JSON.stringify({ value: true, ttl: '60s' });
      answers.push(fetch(`${items}?id=seen`, { method: 'POST', headers: { 'x-api-key': 'any' }, body }));
    },
  });
  expect(logs.rung).toBe('live-logs');
  expect(lines[0]).toBe('first');
  expect(logs.events.map(({ text }) => text)).toEqual(['first', 'last']);
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200]);
});

verifies(
  'cloud.loss',
  'where a task is killed, the lines that the service dropped are counted exactly',
  async () => {
    const cloud = await useOpenCloudAsync({ limits: { logBytes: 20_000, binaryOutputBytes: 1_000 } });
    // More than the service takes as binary output: the task fails, and only its logs are left.
    const script = `
    for index = 1, 3000 do print("line", index) if index % 50 == 0 then task.wait() end end
    return string.rep("x", 100)`;
    const { result, logs } = await runAsync(cloud.createJob(), placeWith('Shop'), script);
    expect(result.success).toBe(false);
    expect(logs).toMatchObject({ isLossExact: true });
    expect(logs.lostLines).toBeGreaterThan(0);
    const kept = logs.events.filter(({ text }) => text.startsWith('line'));
    expect(kept.at(-1)?.text).toBe('line 3000');
    expect(logs.lostLines).toBe(3000 - kept.length);
    expect(kept[0]?.seq).toBe(logs.lostLines + 1);
  },
);

verifies(
  'cloud.faults',
  'a task whose server ended has ended, so that its script may run again',
  async () => {
    const cloud = await useOpenCloudAsync({ faults: { faults: [{ fault: 'crash', on: 'task', nth: 1 }] } });
    const { result } = await runAsync(cloud.createJob(), placeWith('Shop'), 'return 1');
    expect(result).toMatchObject({
      success: false,
      taskState: 'FAILED',
      isInfrastructure: true,
      error: 'Open Cloud ended the task (INTERNAL_ERROR): The server ended.',
    });
    expect(result.isAmbiguous).toBeUndefined();
  },
);

verifies(
  'cloud.faults',
  'a task whose place never loads is given up, and nobody says that it did not run',
  async () => {
    const cloud = await useOpenCloudAsync({ faults: { faults: [{ fault: 'hang', on: 'task' }] } });
    const clock = createManualClock();
    const { result, logs } = await runAsync(cloud.createJob(clock), placeWith('Shop'), 'return 1', {
      timeoutMs: 10_000,
      onPhase: ({ phase }) => phase === 'executing' && clock.advance(125_000),
    });
    expect(result).toMatchObject({
      success: false,
      taskState: 'PROCESSING',
      isInfrastructure: true,
      isAmbiguous: true,
      error: expect.stringContaining(
        'The task did not end within 125 s; a place that cannot be loaded stays like this:',
      ),
    });
    expect(logs.isLossExact).toBe(false);
  },
);

verifies(
  'cloud.unfinished',
  'a run that is interrupted ends at once, and names the task that goes on',
  async () => {
    const cloud = await useOpenCloudAsync();
    const interruption = new AbortController();
    const job = cloud.createJob();
    const deployment = await deployAsync(job, placeWith('Shop'));
    const running = job.runScriptAsync(deployment, {
      source: 'task.wait(1e9)',
      packageName: 'shop',
      signal: interruption.signal,
      onPhase: ({ phase }) => phase === 'executing' && interruption.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    await job.disposeAsync();
    expect(cloud.notices).toEqual([
      expect.stringMatching(
        /^A task goes on in Open Cloud, which cannot end it: .* universes\/1\/places\/2\/\S+$/,
      ),
    ]);
  },
);
