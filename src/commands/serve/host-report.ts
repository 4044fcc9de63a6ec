// What `serve` says about a host in another process.
import type { DetachedHost } from '../../command/world/host-control.js';
import type { HostStatus } from '../../protocol/host-status.js';

export type HostReport =
  | ({ state: 'started' } & DetachedHost)
  | ({ state: 'running' } & HostStatus)
  | ({ state: 'stopped'; successor?: HostStatus } & HostStatus)
  | { state: 'not-running'; port: number };

export function reportText(report: HostReport): string {
  const { port } = report;
  switch (report.state) {
    case 'started':
      return `Bridge host listening on port ${port} (process ${report.pid})\nIts log is ${report.log}`;
    case 'not-running':
      return `No bridge host is running on port ${port}`;
    case 'stopped': {
      const next = report.successor;
      const after = next
        ? `\nA process that used it is the host now${processOf(next)}; it ends when its own work is done`
        : '';
      return `Bridge host on port ${port} stopped${processOf(report)}${after}`;
    }
    case 'running':
      return [
        `Bridge host running on port ${port}`,
        `Process   ${report.pid ?? 'unknown'}`,
        `Version   ${report.version}`,
        `Up for    ${durationText(report.uptimeMs)}`,
        `Sessions  ${report.sessions}`,
        `Clients   ${report.clients ?? 'unknown'}`,
      ].join('\n');
  }
}

function processOf({ pid }: HostStatus): string {
  return pid === undefined ? '' : ` (process ${pid})`;
}

/** In its two largest units: 5 s, 2 min 5 s, 3 h 20 min. */
function durationText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
