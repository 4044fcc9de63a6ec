// A place that is open in a stand-in, on the emulated engine of this thread.
import { appendFileSync } from 'node:fs';
import { systemClock } from '../../support/clock.js';
import { NOT_FOR_PLUGINS } from '../../support/refused-methods.js';
import { messageOf } from '../../support/thrown-text.js';
import type { OutputEntry } from '../engine/output-entry.js';
import { InThreadStudio } from '../studio/emulated-studio.js';
import { OpenPlace } from '../studio/open-place.js';
import { preparedImage } from '../studio/prepared-image.js';
import { readPlugins } from './plugins-folder.js';
import type { StandInSettings } from './stand-in-settings.js';
import type { StudioOrder } from './studio-arguments.js';
import type { StudioLog } from './studio-log.js';

export interface OpenedStudio {
  runScript(name: string, source: string): void;
  /** Plugins hear of it, and sockets close in good order. */
  closeAsync(): Promise<void>;
}

export interface StudioToOpen {
  /** A file; without it what the order names, or a new place. */
  readonly place: string | undefined;
  readonly order: StudioOrder;
  readonly settings: StandInSettings;
  readonly log: StudioLog;
  readonly pluginsFolder: string | undefined;
  /** Gets the output besides the log. */
  readonly outputFile: string | undefined;
  onPlaceOpen(): void;
  onLine(line: string): void;
  onScriptEnd(): void;
  onProblem(problem: string): void;
}

/** Its files are beside this one: the image of the engine, if there is one. */
const HERE = new URL(import.meta.url);

/** Undefined if the place cannot be read. The plugins have run up to their first wait when this returns. */
export function openStudio(request: StudioToOpen): OpenedStudio | undefined {
  const { order, settings, onProblem } = request;
  const place = openPlace(request);
  if (place === 'unreadable') return undefined;
  const studio = new InThreadStudio(
    {
      clock: systemClock,
      onOutput: (entry) => tell(entry, request),
      onFailure: (error) => onProblem(`The emulated engine failed: ${error.message}`),
      onScriptEnd: () => request.onScriptEnd(),
    },
    { startup: 'fast', image: preparedImage(HERE) },
  );
  if (order.placeId !== undefined) {
    onProblem('What is in a published place is not emulated: it is empty here.');
  }
  request.onPlaceOpen();
  const folder = settings.noPlugins ? undefined : request.pluginsFolder;
  const plugins = folder === undefined ? [] : readPlugins(folder, onProblem);
  const { placeId = 0, universeId: gameId = 0 } = order;
  studio.open(
    {
      placeId,
      gameId,
      plugins: [],
      refusedMethods: NOT_FOR_PLUGINS,
      ...(place || placeId === 0 ? {} : { placeName: `Place ${placeId}` }),
      ...(settings.httpOff
        ? { httpEnabled: false, withoutMembers: ['HttpService.CreateWebStreamClient'] }
        : {}),
      ...(settings.pluginsInPlay === undefined ? {} : { pluginsInPlay: settings.pluginsInPlay }),
    },
    place,
    plugins,
  );
  return studio;
}

function openPlace({ place, onProblem }: StudioToOpen): OpenPlace | undefined | 'unreadable' {
  try {
    return place === undefined ? undefined : new OpenPlace(place, { keepsNotes: true });
  } catch (error) {
    onProblem(messageOf(error));
    return 'unreadable';
  }
}

const CHANNELS = { Print: 'Output', Info: 'Output', Warning: 'Warning', Error: 'Error' } as const;

function tell({ level, body }: OutputEntry, { log, outputFile, onLine }: StudioToOpen): void {
  log.write(CHANNELS[level], body);
  if (outputFile !== undefined) appendFileSync(outputFile, `${body}\n`);
  onLine(body);
}
