// Runs one of the project's own tools, straight from node_modules/.bin, and keeps what it said.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../bundling.js';

export interface ToolResult {
  readonly exitCode: number;
  /** Standard output and error as they came. */
  readonly output: string;
}

export function childEnv(): NodeJS.ProcessEnv {
  // Where it is set, it alone triples the start of every Node process.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return env;
}

export function runToolAsync(name: string, args: readonly string[], cwd = ROOT): Promise<ToolResult> {
  const program = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...childEnv(), ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output: output.trim() }));
  });
}
