// Stands in for Roblox Studio: takes its command line, holds the place's lock, loads the plugins from the plugins folder
// onto the emulated engine, writes a log, and ends as slowly or as badly as it is told to. For trying what starts a
// Studio where there is none.
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { systemClock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import { type OpenedStudio, openStudio } from './opened-studio.js';
import { type PlaceLock, takePlaceLock } from './place-lock.js';
import { readStandInSettings, type StandInSettings } from './stand-in-settings.js';
import { readStudioArguments, type StudioOrder } from './studio-arguments.js';
import { StudioLog } from './studio-log.js';
import { findStudioPath } from './studio-path.js';

export { writeLauncher } from './launcher-file.js';

export interface StandInRequest {
  /** What Studio is started with. */
  readonly args: readonly string[];
  readonly settingsFile: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where plugins are, unless the settings say it. */
  readonly pluginsFolder: string | undefined;
  /** Where logs are written, unless the settings say it. */
  readonly logsFolder: string | undefined;
  /** It is asked to close, as by the cross of its window. */
  readonly signal: AbortSignal;
  /** A line of its log. */
  show(line: string): void;
}

const DEFAULT_VERSION = '0.735.0.7351131';
const DEFAULT_LOCK_MS = 1000;
const DEFAULT_DRAIN_MS = 3000;

/** Resolves with Studio's exit code when it has ended. */
export async function runStandInAsync(request: StandInRequest): Promise<number> {
  const settings = readStandInSettings(request.settingsFile, request.env);
  const { version = DEFAULT_VERSION, logs = request.logsFolder } = settings;
  const log = new StudioLog(logs, version, systemClock, request.show);
  try {
    return await new StandIn(request, settings, log).runAsync();
  } finally {
    log.close();
  }
}

/** What stops Studio before a place is open, and does not end it. */
class Halt extends Error {}

class StandIn {
  private readonly order: StudioOrder;
  private readonly closed = createDeferred<void>();
  private lock: PlaceLock | undefined;

  constructor(
    private readonly request: StandInRequest,
    private readonly settings: StandInSettings,
    private readonly log: StudioLog,
  ) {
    this.order = readStudioArguments(request.args);
    const { signal } = request;
    const close = () => this.closed.resolve();
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  }

  async runAsync(): Promise<number> {
    this.say(`This stands in for Roblox Studio: ${JSON.stringify(this.request.args)}`);
    for (const word of this.order.unknown) this.say(`Not documented, passed over: ${word}`);
    if (this.settings.crash === 'start') crash();
    let studio: OpenedStudio | undefined;
    try {
      studio = await this.openAsync();
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      this.say(error.message);
    }
    // A window stays, also where nothing else goes on.
    const stay = systemClock.setTimer(Number.MAX_SAFE_INTEGER, () => {});
    await this.closed.promise;
    stay.cancel();
    await this.closeAsync(studio);
    return 0;
  }

  private async openAsync(): Promise<OpenedStudio | undefined> {
    const { settings, order } = this;
    await pauseAsync(settings.startMs ?? 0);
    if (settings.loggedOut) throw new Halt('Nobody is logged in. The window asks for an account.');
    if (order.taskName !== undefined && order.task === undefined)
      throw new Halt(`The task ${order.taskName} is not emulated. The start page is shown.`);
    if (order.task === 'RunScript' && settings.runScript === false)
      throw new Halt('This version has no task RunScript. The start page is shown.');
    if (order.task === undefined) throw new Halt('No task. The start page is shown.');
    if (settings.dialog) throw new Halt('A dialog waits for an answer: Something needs your attention.');
    const script = await this.readScriptAsync();
    const place = this.takePlace();
    const studio = openStudio({
      place,
      order,
      settings,
      log: this.log,
      pluginsFolder: settings.plugins ?? this.request.pluginsFolder,
      outputFile: order.outputFile === undefined ? undefined : this.pathOf(order.outputFile),
      onPlaceOpen: () => {
        if (settings.crash === 'place') crash();
      },
      onLine: (line) => {
        const { crash: when } = settings;
        if (typeof when === 'object' && 'line' in when && line.includes(when.line)) crash();
      },
      onScriptEnd: () => {
        this.say('The script has ended.');
        if (order.quitAfterExecution) this.closed.resolve();
      },
      onProblem: (problem) => this.say(problem),
    });
    if (!studio) throw new Halt('A dialog waits for an answer: The place cannot be opened.');
    this.say(`${place ?? 'A new place'} is open.`);
    const { crash: when } = settings;
    if (when === 'plugins') crash();
    if (typeof when === 'object' && 'afterMs' in when) systemClock.setTimer(when.afterMs, crash);
    if (order.openScript !== undefined) this.say(`Opened the script ${order.openScript}.`);
    if (script) studio.runScript(script.name, script.source);
    return studio;
  }

  /** Windows' paths as this machine has them. */
  private pathOf(path: string): string | undefined {
    return findStudioPath(path, this.settings.drives);
  }

  private async readScriptAsync(): Promise<{ name: string; source: string } | undefined> {
    const { task, runScriptFile } = this.order;
    if (task !== 'RunScript') return undefined;
    const path = runScriptFile === undefined ? undefined : this.pathOf(runScriptFile);
    try {
      if (path === undefined) throw new RangeError('not a whole path');
      return { name: 'RunScript', source: await readFile(path, 'utf8') };
    } catch {
      this.log.write('Error', 'Failed to read script file');
      throw new Halt(`The script ${runScriptFile} cannot be read. The start page is shown.`);
    }
  }

  /** The file to open; undefined for a place that is not one. */
  private takePlace(): string | undefined {
    const { localPlaceFile } = this.order;
    if (localPlaceFile === undefined) return undefined;
    const path = this.pathOf(localPlaceFile);
    if (path === undefined || !statSync(path, { throwIfNoEntry: false })?.isFile())
      throw new Halt(`A dialog waits for an answer: The file ${localPlaceFile} cannot be opened.`);
    this.lock = takePlaceLock(path, process.pid);
    if (!this.lock)
      throw new Halt(`A dialog waits for an answer: The file ${localPlaceFile} is open in another Studio.`);
    return path;
  }

  private async closeAsync(studio: OpenedStudio | undefined): Promise<void> {
    this.say('Closing.');
    await studio?.closeAsync();
    if (this.lock) {
      await pauseAsync(this.settings.lockMs ?? DEFAULT_LOCK_MS);
      this.lock.release();
    }
    this.say('Delivering telemetry.');
    await pauseAsync(this.settings.drainMs ?? DEFAULT_DRAIN_MS);
    this.say('Ended.');
  }

  private say(text: string): void {
    this.log.write('StandIn', text);
  }
}

/** At once, and leaving everything as it is. */
function crash(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('the stand-in has crashed');
}

function pauseAsync(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.setTimer(ms, resolve);
  });
}
