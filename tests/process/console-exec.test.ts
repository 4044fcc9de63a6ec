// `console exec` and its neighbours: command, host and emulated Studio are three processes that meet on the wire.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

describe('console exec', () => {
  verifies(
    ['exec.argument', 'path.processes', 'emulator.stays', 'plugin.discovery'],
    'runs the argument in the Studio that is open',
    async () => {
      const { runAsync } = await useStudioProcessAsync();
      const result = await runAsync(['console', 'exec', 'print("hello"); return 1 + 1, workspace']);
      expect(result).toMatchObject({ exitCode: 0, stderr: '' });
      expect(result.stdout).toMatch(/^hello\n2\n.*Workspace.*\n$/);
    },
  );

  verifies('exec.file', 'runs a file, whose name stands in errors', async () => {
    const { runAsync, home } = await useStudioProcessAsync();
    writeFileSync(join(home, 'broken.luau'), 'print("first")\nerror("on line two")\n');
    const { exitCode, stdout, stderr } = await runAsync(['console', 'exec', '--file', 'broken.luau']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'first\n' });
    expect(stderr).toMatch(/broken(\.luau)?:2: on line two/);
  });

  verifies('exec.stdin', 'reads the script from standard input', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const { exitCode, stdout } = await runAsync(['console', 'exec', '-'], { input: 'print(workspace)' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Workspace\n' });
  });

  verifies(['exec.json', 'script.return-values', 'wire.values'], 'prints one JSON object', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const script =
      'print("a"); warn("b"); return 0/0, Vector3.new(1, 2, 3), {1, 2}, { x = true }, nil, "\\xff"';
    const { exitCode, stdout } = await runAsync(['console', 'exec', script, '--format', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      success: true,
      returnValue: { type: 'Number', value: 'nan' },
      returnValues: [
        { type: 'Number', value: 'nan' },
        { type: 'Vector3', value: [1, 2, 3] },
        [1, 2],
        { x: true },
        null,
        { type: 'Bytes', base64: '/w==' },
      ],
      output: [
        { level: 'Print', body: 'a' },
        { level: 'Warning', body: 'b' },
      ],
      logs: 'a\nb',
    });
  });

  verifies(['script.exit-code', 'script.runtime-error'], 'shows an error with its traceback', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const script = 'local function inner()\n  error("deep")\nend\ninner()';
    const { exitCode, stderr } = await runAsync(['console', 'exec', script]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/:2: deep/);
    expect(stderr).toMatch(/2.*inner[\s\S]*4/);
  });

  verifies('script.syntax-error', 'shows a syntax error with its line', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const { exitCode, stdout, stderr } = await runAsync(['console', 'exec', 'print(1)\nlocal = 2']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/:2: /);
    expect(stderr).toMatch(/identifier/);
  });

  verifies('script.streams', 'shows output while the script runs', async () => {
    const { start } = await useStudioProcessAsync();
    const exec = start(['console', 'exec', 'print("early"); task.wait(60); print("late")']);
    await exec.seesAsync(/early\n/);
    expect(exec.process.exitCode).toBeNull();
    const { exitCode, stdout } = await exec.interruptAsync();
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: 'early\n' });
  });

  verifies(
    ['vm.time-limit', 'vm.worker'],
    'a script without end is ended, and the Studio lives on',
    async () => {
      const { runAsync } = await useStudioProcessAsync();
      const [plain, catching] = await Promise.all([
        runAsync(['console', 'exec', 'while true do end']),
        // In a Studio of its own, so that the two run at the same time.
        runAsync(['process', 'run', 'while true do pcall(function() while true do end end) end']),
      ]);
      for (const { exitCode, stderr } of [plain, catching]) {
        expect(exitCode, stderr).toBe(1);
        expect(stderr).toMatch(/exhausted allowed execution time/i);
      }
      expect(await runAsync(['console', 'exec', 'return 1'])).toMatchObject({ exitCode: 0, stdout: '1\n' });
    },
  );

  verifies('script.interrupted', 'Ctrl+C stops the script in Studio', async () => {
    const { start, runAsync } = await useStudioProcessAsync();
    const exec = start(['console', 'exec', '_G.ended = false; print("up"); task.wait(2); _G.ended = true']);
    await exec.seesAsync(/up\n/);
    expect(await exec.interruptAsync()).toMatchObject({ exitCode: 130 });
    // Scripts run one at a time: this one could not, if the first were still there.
    const next = await runAsync(['console', 'exec', 'task.wait(2.5) return _G.ended']);
    expect(next).toMatchObject({ exitCode: 0, stdout: 'false\n' });
  });

  verifies('script.timeout-cancels', 'a script over its time is given up and cancelled', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const slow = await runAsync(['console', 'exec', 'task.wait(60)', '--timeout', '200ms']);
    expect(slow.exitCode).toBe(3);
    expect(slow.stderr).toMatch(/--timeout/);
    // Scripts run one at a time: this one could not, if the first were still there.
    const next = await runAsync(['console', 'exec', 'return "next"', '--timeout', '10s']);
    expect(next).toMatchObject({ exitCode: 0, stdout: 'next\n' });
  });

  verifies('cli.output-file', 'writes the result to a file', async () => {
    const { runAsync, home } = await useStudioProcessAsync();
    const file = join(home, 'result.json');
    const { exitCode, stdout } = await runAsync(['console', 'exec', 'return 7', '--json', '--output', file]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ success: true, returnValue: 7 });
  });
});

describe('sessions', () => {
  verifies(
    ['list.sessions', 'emulator.origin', 'plugin.register'],
    'are listed with id, place, context, state and origin',
    async () => {
      const { runAsync } = await useStudioProcessAsync();
      const { stdout } = await runAsync(['process', 'list', '--json']);
      const { sessions } = JSON.parse(stdout);
      expect(sessions).toHaveLength(1);
      expect(sessions[0]).toMatchObject({
        sessionId: expect.stringMatching(/^[0-9a-f]{8}-/),
        context: 'edit',
        state: 'Edit',
        origin: 'emulator',
        placeName: expect.any(String),
      });
      const text = await runAsync(['process', 'list']);
      for (const word of [
        sessions[0].sessionId.slice(0, 8),
        sessions[0].placeName,
        'edit',
        'Edit',
        'emulator',
      ]) {
        expect(text.stdout).toContain(word);
      }
    },
  );

  verifies('info.state', 'tell mode and place', async () => {
    const { runAsync } = await useStudioProcessAsync();
    const { stdout } = await runAsync(['process', 'info', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'Edit', mode: 'Edit', placeId: 0, gameId: 0 });
  });

  verifies('cli.target', 'are named by a part of their id or by their place', async () => {
    const { runAsync, start, host } = await useStudioProcessAsync('Lobby');
    start(['emulator', '--place-name', 'Arena']);
    await host.seesAsync(/session-connected[\s\S]*session-connected/);
    const both = await runAsync(['console', 'exec', 'return 1'], {
      env: { STUDIO_BRIDGE_TARGET: undefined },
    });
    expect(both).toMatchObject({ exitCode: 2, stdout: '' });
    expect(both.stderr).toMatch(/Lobby[\s\S]*Arena|Arena[\s\S]*Lobby/);
    const byPlace = await runAsync(['process', 'info', '--target', 'Arena', '--json']);
    expect(JSON.parse(byPlace.stdout)).toMatchObject({ placeName: 'Arena' });
    const { sessions } = JSON.parse((await runAsync(['process', 'list', '--json'])).stdout);
    const lobby = sessions.find(({ placeName }: { placeName: string }) => placeName === 'Lobby');
    const byId = await runAsync(['process', 'info', '--target', lobby.sessionId.slice(0, 6), '--json']);
    expect(JSON.parse(byId.stdout)).toMatchObject({ placeName: 'Lobby' });
    const nobody = await runAsync(['process', 'info', '--target', 'Nowhere', '--wait', '10ms']);
    expect(nobody.exitCode).toBe(2);
  });

  test('come back after the host went away', async () => {
    const { host, start, runAsync } = await useStudioProcessAsync();
    await host.interruptAsync();
    const second = start(['serve', '--json']);
    await second.seesAsync(/session-connected/);
    const env = { STUDIO_BRIDGE_TARGET: 'Baseplate' };
    const result = await runAsync(['console', 'exec', 'return 2'], { env });
    expect(result).toMatchObject({ exitCode: 0, stdout: '2\n' });
  });
});
