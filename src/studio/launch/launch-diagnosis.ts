// Which step between the start of a Studio and its plugin's first word failed, told by what can be seen from outside:
// the process, the lock of the place, Studio's log, and its settings.
import { BridgeError } from '../../protocol/bridge-error.js';
import { placesOf } from '../find-studio.js';
import type { StudioInstallation } from '../installation.js';
import { type Machine, pathOf } from '../machine.js';
import { robloxFolderOf } from '../systems/roblox-folder.js';
import type { LaunchedProcess, ProcessEnd } from './launch-studio.js';
import { lockOf } from './place-lock.js';

/** What the plugin writes before each of its lines. */
const PLUGIN_MARK = '[StudioBridge]';
const HTTP_OFF = /http requests are (?:not enabled|off)/i;
const ERROR_LINE = /\[FLog::Error\]\s*(.+?)\s*$/gm;
const RUN_MODES_OFF = /name="LoadUserPluginsInRunModes">\s*false\s*</i;
const LOG_NAME = /studio.*\.log$/i;
/** Of times of files, on systems that count in seconds. */
const SLACK_MS = 2_000;

export interface Attempt {
  readonly machine: Machine;
  readonly installation: StudioInstallation;
  readonly launched: LaunchedProcess;
  /** The file that was to be opened; undefined for a published place. */
  readonly place: string | undefined;
  readonly startedAtMs: number;
  readonly end: ProcessEnd | undefined;
  readonly waitedMs: number;
  /** It goes on when the command is done. */
  readonly isLeft?: boolean | undefined;
}

export function diagnoseLaunch(attempt: Attempt): BridgeError {
  const { machine, installation, place, startedAtMs, end } = attempt;
  const log = readLog(machine, installation, startedAtMs);
  const details = { step: 'started', pid: attempt.launched.record.process?.pid, log: log?.path };
  const fail = (step: string, message: string, hint: string) =>
    new BridgeError('STUDIO_NOT_READY', message, { hint: `${hint}${endIt}`, details: { ...details, step } });
  const endIt =
    attempt.isLeft && end === undefined ? '\nTo end it as it is: studio-bridge process close --force' : '';
  const seeLog = log ? ` Its log: ${log.path}` : '';
  if (end !== undefined) {
    const last = [...(log?.text ?? '').matchAll(ERROR_LINE)].at(-1)?.[1];
    const how = end.signal ? `by ${end.signal}` : `with exit code ${end.code}`;
    return fail(
      'started',
      `Studio ended ${how} before its plugin connected${last ? `: ${last.replace(/\.$/, '')}` : ''}.`,
      `Open it by hand to see why.${seeLog}`,
    );
  }
  const waited = `within ${Math.round(attempt.waitedMs / 1000)} s`;
  if (place !== undefined && !machine.exists(lockOf(place))) {
    return fail(
      'place',
      `Studio runs, and has not opened ${place} ${waited}: nobody is logged in, or a dialog waits for an answer.`,
      `Look at its window: log in, or answer the dialog; it then connects by itself.${seeLog}`,
    );
  }
  if (log && HTTP_OFF.test(log.text)) {
    return fail(
      'http',
      'Studio has opened the place, and its plugin cannot reach a host: HTTP requests are off in this place.',
      'In Studio: File, Game Settings, Security, turn on "Allow HTTP Requests"; it then connects by itself.',
    );
  }
  const hasSpoken = log?.text.includes(PLUGIN_MARK) ?? false;
  return hasSpoken
    ? fail(
        'host',
        `The plugin runs in Studio, and did not connect to this host ${waited}.`,
        `It may be switched off in its window, or serve another host. Check every hop: studio-bridge doctor.${seeLog}`,
      )
    : fail(
        'plugin',
        `${place === undefined ? 'Studio runs' : 'Studio has opened the place'}, and its plugin did not connect ${waited}.`,
        `See whether the plugin is on (Plugins tab, Manage Plugins) and HTTP requests are (Game Settings, Security).${seeLog}`,
      );
}

/** Play tests stay unseen where Studio's settings keep users' plugins from them. */
export function runModesRemark(machine: Machine, installation: StudioInstallation): string | undefined {
  const path = pathOf(machine);
  const folders = [
    robloxFolderOf(machine, installation.studio)?.settings,
    ...(placesOf(machine)?.logFolders(machine) ?? []).map((logs) => path.dirname(logs)),
    ...(machine.home ? [path.join(machine.home, 'Library', 'Roblox')] : []),
  ].filter((folder) => folder !== undefined);
  const settings = folders
    .flatMap((folder) => machine.list(folder).map((name) => path.join(folder, name)))
    .filter((file) => /GlobalSettings_\d+\.xml$/.test(file))
    .sort((first, second) => machine.modifiedMs(second) - machine.modifiedMs(first))
    .map((file) => machine.readText(file))
    .find((text) => text !== undefined);
  return settings !== undefined && RUN_MODES_OFF.test(settings)
    ? 'Play tests of this Studio will not be seen: turn on "Load User Plugins In Run Modes" (File, Studio Settings, Studio).'
    : undefined;
}

interface StudioLog {
  readonly path: string;
  readonly text: string;
}

/** The newest log that was written to since then. */
function readLog(
  machine: Machine,
  { studio }: StudioInstallation,
  startedAtMs: number,
): StudioLog | undefined {
  const path = pathOf(machine);
  const own = robloxFolderOf(machine, studio)?.logs;
  const folders = own === undefined ? (placesOf(machine)?.logFolders(machine) ?? []) : [own];
  const [newest] = folders
    .flatMap((folder) => machine.list(folder).map((name) => path.join(folder, name)))
    .filter((file) => LOG_NAME.test(file) && machine.modifiedMs(file) >= startedAtMs - SLACK_MS)
    .sort((first, second) => machine.modifiedMs(second) - machine.modifiedMs(first));
  const text = newest === undefined ? undefined : machine.readText(newest);
  return newest === undefined || text === undefined ? undefined : { path: newest, text };
}
