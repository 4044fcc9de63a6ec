// The two figures that take minutes: what a newcomer waits for. Both run in a fresh copy of the project.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnv } from '../scripts/checks/tool.js';
import { copyProject } from '../tests/support/copy-project.js';
import type { Figure } from './harness.js';

export async function quickstartFigureAsync(): Promise<Figure> {
  const first = timeScript('quickstart');
  // The first run may have filled the package cache; the second finds it warm.
  const value = timeScript('quickstart');
  return {
    name: 'quickstart, warm cache',
    value,
    unit: 's',
    limit: 60,
    detail: `first run ${first.toFixed(1)} s`,
  };
}

export async function verifyFigureAsync(): Promise<Figure> {
  return { name: 'verify', value: timeScript('verify'), unit: 's', limit: 600, detail: 'all of it' };
}

/** The seconds that an npm script takes in a copy without node_modules. */
function timeScript(script: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-long-'));
  try {
    copyProject(folder);
    const startedAt = performance.now();
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], {
      cwd: folder,
      env: childEnv(),
      encoding: 'utf8',
      shell: process.platform === 'win32',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`npm run ${script} failed:\n${stdout}\n${stderr}`);
    return (performance.now() - startedAt) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
