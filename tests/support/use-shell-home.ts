// A home folder for a shell, with the built program on the path and nothing of this user's.
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childEnv } from '../../scripts/checks/tool.js';
import { PROGRAM } from '../../scripts/program.js';
import { useTmp } from './use-tmp.js';

export function useShellHome() {
  const home = useTmp();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  symlinkSync(PROGRAM, join(bin, 'studio-bridge'));
  const env: Record<string, string> = {
    HOME: home,
    ZDOTDIR: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    STUDIO_BRIDGE_HOME: home,
    STUDIO_BRIDGE_LOCAL: 'true',
    PATH: `${bin}:${process.env.PATH}`,
  };
  const runAsync = async (file: string, ...args: string[]) =>
    (await promisify(execFile)(file, args, { cwd: home, env: { ...childEnv(), ...env } })).stdout;
  return { home, env, runAsync };
}
