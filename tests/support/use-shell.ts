// Types a block of shell commands as a reader of the documents would, and ends whatever it left in the background.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { childEnv } from '../../scripts/checks/tool.js';
import { freePortAsync } from './free-port.js';

export interface ShellResult {
  readonly exitCode: number | null;
  /** Standard output and error as a terminal would show them. */
  readonly output: string;
}

/** Commands of one shell share a folder and an environment, the state folder and a free port among it. */
export async function useShellAsync(cwd: string, home: string) {
  const env = {
    ...childEnv(),
    STUDIO_BRIDGE_HOME: home,
    STUDIO_BRIDGE_PORT: String(await freePortAsync()),
    NO_COLOR: '1',
  };
  return async (commands: string): Promise<ShellResult> => {
    // A process group of its own, so that background jobs end with the block.
    const child = spawn('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group has ended by itself.
      }
    };
    onTestFinished(end);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const [exitCode] = await once(child, 'exit');
    end();
    return { exitCode, output };
  };
}
