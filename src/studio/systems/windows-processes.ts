// Processes of Windows, asked for on Windows itself and from the Linux under it. No text of the user's gets into what
// PowerShell reads: it prints a table, and what fits is picked here.
import { WINDOWS_PROGRAM } from '../installation.js';
import type { Machine } from '../machine.js';

const POWERSHELL = 'powershell.exe';
const FLAGS = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command'];

export async function windowsProcessStartMsAsync(machine: Machine, pid: number): Promise<number | undefined> {
  const script = `([DateTimeOffset](Get-Process -Id ${pid} -ErrorAction Stop).StartTime).ToUnixTimeMilliseconds()`;
  const printed = await machine.askAsync(POWERSHELL, [...FLAGS, script]);
  return /^\d+$/.test(printed?.trim() ?? '') ? Number(printed) : undefined;
}

/** The Studios that were told all of these arguments. */
export async function findWindowsStudiosAsync(machine: Machine, args: readonly string[]): Promise<number[]> {
  const script = `Get-CimInstance Win32_Process -Filter "Name='${WINDOWS_PROGRAM}'" | Select-Object ProcessId, CommandLine | ConvertTo-Json -Compress`;
  const printed = await machine.askAsync(POWERSHELL, [...FLAGS, script]);
  return studiosIn(printed ?? '')
    .filter(({ commandLine }) => args.length > 0 && args.every((arg) => commandLine.includes(arg)))
    .map(({ pid }) => pid);
}

/** By the message that a window gets when its user closes it: Studio asks whether to save. */
export async function askWindowsProgramToCloseAsync(machine: Machine, pid: number): Promise<boolean> {
  return (await machine.askAsync('taskkill.exe', ['/PID', String(pid)])) !== undefined;
}

export async function endWindowsProgramAsync(machine: Machine, pid: number): Promise<void> {
  await machine.askAsync('taskkill.exe', ['/PID', String(pid), '/T', '/F']);
}

interface WindowsProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** What `ConvertTo-Json` prints: nothing, one object, or a list of them. */
function studiosIn(printed: string): WindowsProcess[] {
  let table: unknown;
  try {
    table = JSON.parse(printed.trim() || '[]');
  } catch {
    return [];
  }
  return [table].flat().flatMap((row: unknown) => {
    if (typeof row !== 'object' || row === null) return [];
    if (!('ProcessId' in row) || typeof row.ProcessId !== 'number') return [];
    const commandLine = 'CommandLine' in row ? row.CommandLine : undefined;
    return [{ pid: row.ProcessId, commandLine: typeof commandLine === 'string' ? commandLine : '' }];
  });
}
