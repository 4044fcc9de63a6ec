// The most memory that this process has had. What the system tells of a process that was just started counts that of
// the one which started it, so that Linux is asked in another way.
import { readFileSync } from 'node:fs';

export function peakBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // There is no /proc on this system.
  }
  return process.resourceUsage().maxRSS * 1024;
}
