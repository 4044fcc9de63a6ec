// Steps that run before any package is installed, so in plain JavaScript: what quickstart and verify share.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MIN_NODE_MAJOR = 20;

/** @typedef {{ exitCode: number, output: string }} StepResult */

/**
 * Runs a program from the root of the project. Its output is kept; `live` also shows it while it comes.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ live?: boolean }} [options]
 * @returns {Promise<StepResult>}
 */
export function runAsync(program, args, { live = false } = {}) {
  const env = { ...process.env };
  // Where it is set, it alone triples the start of every Node process; npm itself may need it.
  if (program !== 'npm') delete env.NODE_EXTRA_CA_CERTS;
  const npm = process.env.npm_execpath;
  const [file, first] =
    program === 'npm' && npm?.endsWith('.js') ? [process.execPath, [npm]] : [programFile(program), []];
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...first, ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && file.endsWith('.cmd'),
    });
    let output = '';
    for (const [stream, target] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (live) target.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output }));
  });
}

/** @param {string} program */
function programFile(program) {
  if (program === 'node') return process.execPath;
  const suffix = process.platform === 'win32' ? '.cmd' : '';
  return program === 'npm' ? `npm${suffix}` : join(ROOT, 'node_modules', '.bin', `${program}${suffix}`);
}

/** Ends the process with one sentence where Node is too old for everything that follows. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= MIN_NODE_MAJOR) return;
  console.error(`studio-bridge needs Node ${MIN_NODE_MAJOR} or newer; this is ${process.version}.`);
  process.exit(2);
}

/** Whether node_modules is what the lock file asks for. */
export function isInstalled() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const at = statSync(installed).mtimeMs;
  return ['package.json', 'package-lock.json'].every((file) => statSync(join(ROOT, file)).mtimeMs <= at);
}

/** @param {number} startedAt */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
