// Ending a process that was started as the leader of a group, with all that it started.
import type { Machine } from '../machine.js';

export function endGroup(machine: Machine, pid: number): void {
  if (!machine.signal(-pid, 'SIGKILL')) machine.signal(pid, 'SIGKILL');
}
