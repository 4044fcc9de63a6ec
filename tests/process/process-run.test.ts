// `process run`: a Studio for one script, in one process, that leaves nothing behind.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

describe('process run', () => {
  verifies(['run.emulated', 'path.in-memory'], 'says first that the Studio is emulated', async () => {
    const result = await useCli().runAsync(['process', 'run', 'print("hello"); return 1 + 1']);
    expect(result).toMatchObject({ exitCode: 0, stdout: 'hello\n2\n' });
    expect(result.stderr.split('\n')[0]).toMatch(/emulated/);
  });

  verifies('run.choice', 'takes the Studio that is asked for', async () => {
    const cli = useCli();
    expect(await cli.runAsync(['process', 'run', '--emulator', 'return 1'])).toMatchObject({ exitCode: 0 });
    const real = await cli.runAsync(['process', 'run', '--no-emulator', 'return 1']);
    expect(real).toMatchObject({ exitCode: 3, stdout: '' });
    expect(real.stderr).toMatch(/Studio/);
    expect(real.stderr).toMatch(/--emulator/);
  });

  verifies('run.ephemeral', 'touches no other session and leaves no file', async () => {
    const { runAsync, host, home } = await useStudioProcessAsync();
    const events = host.written.stdout;
    const files = readdirSync(home).sort();
    const result = await runAsync(['process', 'run', 'return #game:GetChildren() > 0']);
    expect(result).toMatchObject({ exitCode: 0, stdout: 'true\n' });
    expect(host.written.stdout).toBe(events);
    expect(readdirSync(home).sort()).toEqual(files);
  });

  verifies('script.output-first', 'shows what threads printed before the script ended', async () => {
    const cli = useCli();
    writeFileSync(
      join(cli.home, 'threads.luau'),
      'task.defer(print, "deferred")\ntask.spawn(print, "spawned")\nprint("last")\nreturn "end"\n',
    );
    const { stdout } = await cli.runAsync(['process', 'run', '--file', 'threads.luau']);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['deferred', 'spawned', 'last', 'end']));
    expect(stdout).toMatch(/end\n$/);
  });

  verifies(
    ['emulator.virtual-time', 'emulator.seed'],
    'virtual time and a seed make two runs the same',
    async () => {
      const cli = useCli();
      writeFileSync(
        join(cli.home, 'same.luau'),
        `print(os.clock(), os.time(), tick(), time(), DateTime.now().UnixTimestampMillis)
        print(task.wait(86400) >= 86400, math.random(), Random.new():NextInteger(1, 1e6))
        for index = 1, 3 do task.delay(math.random(), print, index) end
        print(game:GetService("HttpService"):GenerateGUID(), game:GetService("RunService").Heartbeat:Wait())
        local keys = {} for index = 1, 20 do keys[{}] = index end
        for _, value in keys do print(value) end
        task.wait(1)
        return os.clock(), os.date("!%c")`,
      );
      const run = ['process', 'run', '--file', 'same.luau', '--json', '--virtual-time', '--seed'];
      const [first, second] = [await cli.runAsync([...run, '7']), await cli.runAsync([...run, '7'])];
      expect(first.exitCode).toBe(0);
      expect(second.stdout).toBe(first.stdout);
      expect((await cli.runAsync([...run, '8'])).stdout).not.toBe(first.stdout);
    },
  );

  verifies('vm.memory-limit', 'a script that takes all memory fails with an error', async () => {
    const script = 'local all = {} while true do table.insert(all, buffer.create(1024 * 1024)) end';
    const { exitCode, stderr } = await useCli().runAsync(['process', 'run', script]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/memory/);
  });
});
