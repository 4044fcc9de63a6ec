// Which process listens on a port. Systems differ in how they tell, and none has to: no answer is an answer.
import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

const LISTENING = '0A';
const TIMEOUT_MS = 2_000;

export async function findPortHolderAsync(
  port: number,
  platform: NodeJS.Platform,
): Promise<PortHolder | undefined> {
  try {
    if (platform === 'linux') return await fromProcAsync(port);
    if (platform === 'darwin') return await fromLsofAsync(port);
    if (platform === 'win32') return await fromNetstatAsync(port);
  } catch {
    // Not allowed to look, or the program is not there.
  }
  return undefined;
}

/** The socket's inode from the table of connections, then the process that has it open. */
async function fromProcAsync(port: number): Promise<PortHolder | undefined> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const inodes = new Set(
    tables
      .flatMap((table) => table.split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === LISTENING)
      .map((fields) => `socket:[${fields[9]}]`),
  );
  if (inodes.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      if (!inodes.has(await readlink(`/proc/${pid}/fd/${file}`).catch(() => ''))) continue;
      const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8'))
        .split('\0')
        .filter((word) => word !== '');
      return { pid: Number(pid), command: describe(words) };
    }
  }
  return undefined;
}

async function fromLsofAsync(port: number): Promise<PortHolder | undefined> {
  const text = await runAsync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const pid = /^p(\d+)$/m.exec(text)?.[1];
  return pid === undefined
    ? undefined
    : { pid: Number(pid), command: /^c(.+)$/m.exec(text)?.[1] ?? 'a program' };
}

async function fromNetstatAsync(port: number): Promise<PortHolder | undefined> {
  const text = await runAsync('netstat', ['-ano', '-p', 'TCP']);
  const pid = new RegExp(`:${port}\\s+\\S+:0\\s+\\S+\\s+(\\d+)\\s*$`, 'm').exec(text)?.[1];
  if (pid === undefined) return undefined;
  const row = await runAsync('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  return { pid: Number(pid), command: /^"([^"]+)"/m.exec(row)?.[1] ?? 'a program' };
}

/** The program's name, and for Node the script that it runs. */
function describe([program = 'a program', ...words]: string[]): string {
  const script = words.find((word) => !word.startsWith('-'));
  return script !== undefined && /^node(\.exe)?$/.test(basename(program))
    ? `${basename(program)} ${basename(script)}`
    : basename(program);
}

function runAsync(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: TIMEOUT_MS, windowsHide: true }, (error, text) =>
      error ? reject(error) : resolve(text),
    );
  });
}
