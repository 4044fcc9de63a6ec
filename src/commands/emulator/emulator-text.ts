// What `emulator` says while it runs.
import type { Emission } from '../../command/command-context.js';
import type { PlaceReload } from '../../support/place-reload.js';

export function startedText(instances: number, port: number | undefined): string {
  const who = instances === 1 ? 'Emulated Studio is' : `${instances} emulated Studios are`;
  return `${who} up, looking for a bridge host${port === undefined ? '' : ` on port ${port}`}.`;
}

export function reloadEmission(place: string, reload: PlaceReload): Emission {
  if ('problem' in reload) {
    const { message } = reload.problem;
    return {
      text: `Not reloaded: ${message}`,
      data: { event: 'notReloaded', place, message },
      to: 'result',
      level: 'Warning',
    };
  }
  const { changed, added, removed } = reload;
  const parts = Object.entries({ changed, added, removed }).filter(([, count]) => count > 0);
  const counts = parts.map(([what, count]) => `${count} ${what}`).join(', ');
  return {
    text: `Reloaded ${place}: ${counts}.`,
    data: { event: 'reloaded', place, changed, added, removed },
    to: 'result',
  };
}

/** Why a Studio ended, if nobody asked it to. */
export function reasonOf(exit: unknown): string | undefined {
  const error = typeof exit === 'object' && exit !== null && 'error' in exit ? exit.error : undefined;
  return error instanceof Error ? error.message : undefined;
}

export function instanceName(
  placeName: string | undefined,
  at: number,
  instances: number,
): string | undefined {
  return placeName !== undefined && instances > 1 ? `${placeName} ${at + 1}` : placeName;
}
