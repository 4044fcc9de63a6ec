// Every error code there is, as a plain table: where it comes from, whether trying again can help, the exit
// code of a command that ends with it, and what to do next. `docs/errors.md` is generated from it.

export interface ErrorEntry {
  /** `wire`: sent by a plugin or host. `local`: made on this side, never sent. */
  readonly origin: 'wire' | 'local';
  readonly retryable: boolean;
  readonly exitCode: ExitCode;
  /** What it means, in one sentence. */
  readonly meaning: string;
  /** The next step; shown under the message. */
  readonly hint: string;
}

/** 0 done · 1 failed · 2 usage · 3 infrastructure · 4 authentication · 5 nothing ran · 130 interrupted */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 130;

const wire = (exitCode: ExitCode, meaning: string, hint: string, retryable = false): ErrorEntry => ({
  origin: 'wire',
  retryable,
  exitCode,
  meaning,
  hint,
});
const local = (exitCode: ExitCode, meaning: string, hint: string, retryable = false): ErrorEntry => ({
  origin: 'local',
  retryable,
  exitCode,
  meaning,
  hint,
});

/** Where a message is not as its type demands, which no user's words are the cause of. */
export const OTHER_VERSION_HINT = 'The two sides may be of different versions: studio-bridge process info';

/** Every code, with what it means and what to do. */
export const ERROR_CATALOG = {
  UNKNOWN_REQUEST: wire(
    1,
    'The plugin has no handler for this message type.',
    'Update the plugin: studio-bridge plugin install',
  ),
  INVALID_PAYLOAD: wire(
    1,
    'What was asked for cannot be, or a message did not have the shape its type requires.',
    'Mend what the message names, and ask again.',
  ),
  TIMEOUT: wire(
    3,
    'No answer came in time.',
    'Give it more time with --timeout, or see whether Studio is busy: studio-bridge process list',
    true,
  ),
  CAPABILITY_NOT_SUPPORTED: wire(
    1,
    'The connected plugin does not offer this.',
    'Update the plugin: studio-bridge plugin install',
  ),
  INSTANCE_NOT_FOUND: wire(
    1,
    'No instance is at that path.',
    'List what is there: studio-bridge explorer query <parent> --children',
  ),
  PROPERTY_NOT_FOUND: wire(
    1,
    'The instance has no such property.',
    'List what it has: studio-bridge explorer query <path> --properties',
  ),
  SCREENSHOT_FAILED: wire(
    1,
    'The viewport could not be captured.',
    'Make sure that the Studio window is not minimised, then try again.',
    true,
  ),
  SCRIPT_LOAD_ERROR: wire(1, 'The script does not compile.', 'Mend the line that the message names.'),
  SCRIPT_RUNTIME_ERROR: wire(1, 'The script raised an error.', 'See the line and the traceback above.'),
  BUSY: wire(
    1,
    'The plugin is at work on another request of this kind.',
    'Try again when that one is done.',
    true,
  ),
  SESSION_MISMATCH: wire(
    3,
    'A message named a session that is not on this connection.',
    'Look up the session again: studio-bridge process list',
  ),
  READ_ONLY: wire(
    2,
    'It could change something, and only looking is allowed here.',
    'Do without --read-only, on the host and on the command.',
  ),
  ANSWER_TOO_LARGE: wire(
    1,
    'The answer is larger than a message may be.',
    'Ask for less at a time, or raise the limit where the host is started: serve --limit frame-bytes=BYTES',
  ),
  OUT_OF_MEMORY: wire(
    1,
    'Studio had no memory left for the request; the session goes on.',
    'Ask for less at a time: a smaller part of the tree, --depth, --limit or --properties with names.',
    true,
  ),
  INTERNAL_ERROR: wire(
    1,
    'Something failed inside that should not have.',
    'Run it again with --verbose and report what it prints.',
  ),

  HOST_UNREACHABLE: local(3, 'No bridge host answered.', 'Start one: studio-bridge serve', true),
  PORT_IN_USE: local(
    2,
    'Another program holds the port.',
    'Choose another with --port, or end the program that holds it.',
  ),
  UNAUTHORIZED: local(
    4,
    'The host did not accept the token.',
    'Use the token of the host: --token, STUDIO_BRIDGE_TOKEN, or the file token in the state folder (~/.studio-bridge).',
  ),
  SESSION_NOT_FOUND: local(
    3,
    'No such session is connected; where others are, the exit code is 2.',
    'Open Studio with the plugin installed, or start an emulated one: studio-bridge emulator',
  ),
  AMBIGUOUS_SESSION: local(2, 'More than one session fits.', 'Name one with --target.'),
  CONTEXT_NOT_FOUND: local(
    2,
    'The Studio has no session in that context.',
    'Start play mode, or choose another --context. If it is in play mode: in Studio Settings, turn on "Load User Plugins In Run Modes".',
  ),
  SESSION_DISCONNECTED: local(
    3,
    'The session went away before it answered.',
    'Wait for it to come back, then try again: studio-bridge process list',
    true,
  ),
  INVALID_RESULT: local(1, 'An answer did not have the shape its type requires.', OTHER_VERSION_HINT),
  CANCELLED: local(130, 'The request was cancelled.', 'Run the command again when you want it done.'),
  EMULATOR_UNAVAILABLE: local(
    3,
    'The emulated Studio cannot start.',
    'Install its optional package: npm install luau-web@1.3.0',
  ),
  STUDIO_NOT_FOUND: local(
    3,
    'Roblox Studio was not found on this machine.',
    'Name it with ROBLOX_STUDIO_PATH, or use the emulated one: --emulator',
  ),
  STUDIO_NOT_STARTED: local(
    3,
    'Roblox Studio could not be started.',
    'See which Studio is used, and name another one with ROBLOX_STUDIO_PATH: studio-bridge process installations',
  ),
  STUDIO_NOT_READY: local(
    3,
    'A Studio was started, and its plugin did not connect.',
    'Look at its window, and at every hop on the way to it: studio-bridge doctor',
    true,
  ),
  UNSAVED_CHANGES: local(
    1,
    'A Studio was not closed, because changes would be lost.',
    'Keep what you need (in Studio: File, Save; from here: place export), then: studio-bridge process close --force',
  ),
  PLUGIN_NOT_INSTALLED: local(
    3,
    'The plugin is not where Studio looks for it.',
    'Install it: studio-bridge plugin install',
  ),
  FILE_NOT_READABLE: local(2, 'A file could not be read.', 'Check the path.'),
  FILE_NOT_WRITABLE: local(
    1,
    'A file could not be written, read or removed. For a result or a report the exit code is 2 before the command, 3 after it.',
    'Check that the folder exists, that you may write to it, and that the disk has room.',
  ),
  PLACE_NOT_READABLE: local(
    2,
    'A place, model or project could not be opened.',
    'Check the path; if the file is damaged, take an older copy of it.',
  ),
  CLOUD_UNAUTHORIZED: local(
    4,
    'Open Cloud does not let this key do that.',
    'Make or check the key: https://create.roblox.com/dashboard/credentials, then studio-bridge login',
  ),
  CLOUD_QUOTA: local(
    4,
    'Open Cloud allows no more of this for now.',
    'Wait a minute, or use fewer tasks at once.',
    true,
  ),
  CLOUD_UNREACHABLE: local(
    3,
    'Open Cloud could not be reached, or failed.',
    'Try again later: https://status.roblox.com',
    true,
  ),
  CLOUD_REJECTED: local(1, 'Open Cloud refused the request.', 'The message says why.'),
  USAGE: local(2, 'The command line is not right.', 'See studio-bridge --help'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOG;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CATALOG, code);
}

/** The entry of a code; one that this build does not know is treated as a plugin-side failure. */
export function errorEntry(code: string): ErrorEntry {
  return isErrorCode(code) ? ERROR_CATALOG[code] : ERROR_CATALOG.INTERNAL_ERROR;
}
