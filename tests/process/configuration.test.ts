// The configuration file as a user of the program meets it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { freePortAsync } from '../support/free-port.js';
import { type CliRunOptions, useCli } from '../support/use-cli.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

function useProject(content: string) {
  const cli = useCli();
  const folder = useTmp();
  const file = join(folder, 'studio-bridge.json');
  writeFileSync(file, content);
  const cwd = join(folder, 'src');
  mkdirSync(cwd);
  return {
    file,
    runAsync: (args: string[], options?: CliRunOptions) => cli.runAsync(args, { cwd, ...options }),
  };
}

verifies('configuration.bad-file', 'a half-written file is one sentence', async () => {
  const { file, runAsync } = useProject('{ "port": 38');
  const { exitCode, stdout, stderr } = await runAsync(['process', 'list']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    `Error: The configuration ${file} is not JSON: something is wrong at line 1, column 13.`,
    'Mend the file, or leave it out of this run: --config none',
  ]);
  const left = await runAsync(['doctor', '--config', 'none', '--json']);
  expect(left.stderr).not.toMatch(/configuration/i);
  expect(await runAsync(['--help'])).toMatchObject({ exitCode: 0, stderr: '' });
});

verifies(
  'configuration.background',
  'a host in the background is started by the first command, and by none that follows',
  async () => {
    const port = await freePortAsync();
    const { runAsync } = useProject(
      JSON.stringify({ port, host: 'background', commands: { serve: { detach: true } } }),
    );
    onTestFinished(async () => {
      await runAsync(['serve', '--stop', '--no-detach']);
    });
    const pids = [];
    for (let turn = 0; turn < 2; turn++) {
      expect(await runAsync(['process', 'list', '--json'])).toMatchObject({ exitCode: 0 });
      const status = await runAsync(['serve', '--status', '--no-detach', '--json']);
      pids.push(JSON.parse(status.stdout).pid);
    }
    expect(pids).toEqual([expect.any(Number), pids[0]]);
  },
);
