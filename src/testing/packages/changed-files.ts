// What has changed since a branch was left, as git knows it. Git is started as a program with arguments: no name of a branch
// can become a command.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { BridgeError } from '../../protocol/bridge-error.js';
import { isObject } from '../../support/json-object.js';
import { textOf } from './config-file.js';

const execFileAsync = promisify(execFile);
const MANIFEST = 'package.json';
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface ChangedFiles {
  /** Absolute, deleted ones too. */
  readonly files: readonly string[];
  /** Names of packages whose manifests are there no more. */
  readonly gone: readonly string[];
}

/**
 * Files that differ from where the work left `base`, committed or not, and new ones that git does not ignore.
 *
 * @throws BridgeError USAGE outside of a repository, or for a base that git does not know.
 */
export async function changedFilesAsync(
  folder: string,
  base: string,
  signal?: AbortSignal,
): Promise<ChangedFiles> {
  const gitAsync = (...args: string[]) => runGitAsync(folder, args, signal);
  const root = (
    await gitAsync('rev-parse', '--show-toplevel').catch(rethrow(notARepository(folder)))
  ).trimEnd();
  const unknown = new BridgeError('USAGE', `Git knows no ${base} to compare with.`, {
    hint: 'Name a branch, a tag or a commit with --base, or test everything with --all. A runner may have to fetch it first (fetch-depth: 0).',
  });
  const commit = await gitAsync(
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${base}^{commit}`,
  ).catch(rethrow(unknown));
  const noAncestor = new BridgeError('USAGE', `${base} and the work here have no commit in common.`, {
    hint: 'A shallow clone lacks the history: fetch it (fetch-depth: 0), or test everything with --all.',
  });
  const ancestor = await gitAsync('merge-base', commit.trim(), 'HEAD').catch(rethrow(noAncestor));
  const [tracked, untracked] = await Promise.all([
    gitAsync('diff', '--name-only', '--no-relative', '--no-renames', '-z', ancestor.trim()),
    gitAsync('-C', root, 'ls-files', '--others', '--exclude-standard', '-z'),
  ]);
  const files = [...new Set(`${tracked}${untracked}`.split('\0').filter(Boolean))];
  const manifests = files.filter((file) => basename(file) === MANIFEST && !existsSync(join(root, file)));
  const names = await Promise.all(
    manifests.map(async (file) =>
      nameIn(await gitAsync('show', `${ancestor.trim()}:${file}`).catch(() => '')),
    ),
  );
  return { files: files.map((file) => join(root, file)), gone: names.filter((name) => name !== undefined) };
}

function nameIn(manifest: string): string | undefined {
  try {
    const content: unknown = JSON.parse(manifest);
    return isObject(content) ? textOf(content.name) : undefined;
  } catch {
    return undefined;
  }
}

async function runGitAsync(cwd: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const options = { cwd, maxBuffer: MAX_OUTPUT_BYTES, ...(signal ? { signal } : {}) };
  const { stdout } = await execFileAsync('git', [...args], options);
  return stdout;
}

function notARepository(folder: string): BridgeError {
  return new BridgeError('USAGE', `What has changed is not known: ${folder} is in no git repository.`, {
    hint: 'Test everything with --all.',
  });
}

/** Git that is not there, and a command that is interrupted, are what they are. */
function rethrow(replacement: BridgeError): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.name === 'AbortError') throw error;
    if (error.code === 'ENOENT') {
      throw new BridgeError('USAGE', 'What has changed is not known: git is not installed.', {
        hint: 'Test everything with --all.',
      });
    }
    throw replacement;
  };
}
