// The options that every command takes. Plain data without a schema library: the way to `--help` reads it.
import { SESSION_CONTEXTS } from '../../protocol/session-contexts.js';

export interface GlobalOption {
  readonly name: string;
  readonly kind: 'text' | 'port' | 'duration' | 'boolean';
  readonly choices?: readonly string[];
  readonly short?: string;
  /** What its value is called in the help. */
  readonly value?: string;
  readonly about: string;
  readonly defaultText?: string;
  /** Its value is a path on this machine. */
  readonly isPath?: true;
  /** Where its values come from, if a running Studio knows them. */
  readonly values?: 'sessions';
  /** It means nothing to a command that reaches no host and no Studio. */
  readonly isOfConnection?: true;
  /** It is decided when the program starts: a command that is typed in the terminal has no say in it. */
  readonly isOfProgram?: true;
  /** What it forbids is nothing that a command without a connection would do. */
  readonly isRestriction?: true;
  /** What it decides, where another option decides it too. */
  readonly slot?: string;
  readonly section: 'target' | 'output' | 'general';
}

export const GLOBAL_OPTIONS: readonly GlobalOption[] = [
  {
    name: 'target',
    kind: 'text',
    values: 'sessions',
    short: 't',
    value: 'session',
    about: 'Session to use: the beginning of its id, or the name of its place',
    section: 'target',
  },
  {
    name: 'context',
    kind: 'text',
    choices: SESSION_CONTEXTS,
    value: 'context',
    about: 'Which side of a Studio in play mode',
    defaultText: 'edit',
    section: 'target',
  },
  {
    name: 'wait',
    isOfConnection: true,
    kind: 'duration',
    value: 'time',
    about: 'How long to wait for a session to appear',
    defaultText: '10s',
    section: 'general',
  },
  {
    name: 'port',
    isOfProgram: true,
    isOfConnection: true,
    kind: 'port',
    value: 'number',
    about: 'Port of the bridge host',
    defaultText: '38741',
    section: 'general',
  },
  {
    name: 'timeout',
    isOfConnection: true,
    kind: 'duration',
    value: 'time',
    about: 'How long an answer may take, in ms or as 30s, 2m',
    defaultText: '120000',
    section: 'general',
  },
  {
    name: 'remote',
    isOfProgram: true,
    isOfConnection: true,
    kind: 'text',
    value: 'host:port',
    about: 'Use the bridge host at this address, never become one',
    section: 'general',
  },
  {
    name: 'local',
    slot: 'remote',
    isOfProgram: true,
    isOfConnection: true,
    isRestriction: true,
    kind: 'boolean',
    about: 'Stay on this machine, even inside a devcontainer',
    section: 'general',
  },
  {
    name: 'read-only',
    isOfProgram: true,
    isOfConnection: true,
    isRestriction: true,
    kind: 'boolean',
    about: 'Refuse whatever could change something, scripts included',
    section: 'general',
  },
  {
    name: 'host',
    isOfProgram: true,
    isOfConnection: true,
    kind: 'text',
    choices: ['command', 'background'],
    value: 'kind',
    about: 'What becomes the host if there is none: this command, or a process that outlives it',
    defaultText: 'command',
    section: 'general',
  },
  {
    name: 'token',
    isOfProgram: true,
    isOfConnection: true,
    kind: 'text',
    value: 'token',
    about: 'Token of the bridge host, where it is not the one of this user',
    section: 'general',
  },
  {
    name: 'actions',
    isOfConnection: true,
    kind: 'text',
    isPath: true,
    value: 'folder',
    about: 'Folder of your own actions, one .luau file each',
    defaultText: '.studio-bridge/actions',
    section: 'general',
  },
  {
    name: 'format',
    kind: 'text',
    choices: ['text', 'json', 'base64'],
    value: 'format',
    about: 'Form of the result',
    defaultText: 'text',
    section: 'output',
  },
  { name: 'json', slot: 'format', kind: 'boolean', about: 'Short for --format json', section: 'output' },
  {
    name: 'output',
    kind: 'text',
    isPath: true,
    short: 'o',
    value: 'file',
    about: 'Write the result to a file',
    section: 'output',
  },
  {
    name: 'open',
    kind: 'boolean',
    about: 'Open the result with the program that the system has for it',
    section: 'output',
  },
  {
    name: 'config',
    isOfProgram: true,
    kind: 'text',
    isPath: true,
    value: 'file',
    about: 'Configuration file instead of the nearest studio-bridge.json; none: no file',
    section: 'general',
  },
  {
    name: 'verbose',
    isOfProgram: true,
    kind: 'boolean',
    about: 'Show what goes on inside, what tests print, and stack traces',
    section: 'general',
  },
  {
    name: 'help',
    kind: 'boolean',
    short: 'h',
    about: 'Show this help; with --all also what every command takes',
    section: 'general',
  },
];

/** What the global options came to, as typed values. */
export interface GlobalValues {
  target?: string;
  context?: 'edit' | 'client' | 'server';
  wait?: number;
  port?: number;
  timeout?: number;
  remote?: string;
  local?: boolean;
  'read-only'?: boolean;
  host?: 'command' | 'background';
  token?: string;
  actions?: string;
  format: 'text' | 'json' | 'base64';
  output?: string;
  open?: boolean;
  verbose: boolean;
}

/** The environment variable behind an option. */
export function environmentName(option: string): string {
  return `STUDIO_BRIDGE_${option.replaceAll('-', '_').toUpperCase()}`;
}
