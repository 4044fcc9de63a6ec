// What `process launch` and `process close` ask of the machine: a Studio that outlives the command, and the way back to
// it later.
import type { SessionInfo } from '../../protocol/session-info.js';
import type { StudioChoice } from './studio-launcher.js';

export interface OpenRequest extends StudioChoice {
  readonly published?: PublishedPlace | undefined;
  readonly position?: OpenPosition | undefined;
  /** More words for Studio, as they are. */
  readonly extra?: readonly string[] | undefined;
  /** Whether somebody waits for its plugin: then what would keep it from connecting is an error at once. */
  readonly isAwaited: boolean;
}

export interface PublishedPlace {
  readonly placeId: number;
  readonly universeId: number;
  readonly placeVersion?: number | undefined;
}

export interface OpenPosition {
  readonly script: string;
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
  readonly startCharacter?: number | undefined;
  readonly endCharacter?: number | undefined;
}

export interface OpenedStudio {
  readonly kind: 'studio' | 'emulator';
  readonly pid: number | undefined;
  /** The file that is open in it, where one is. */
  readonly place: string | undefined;
  /** What it is called in a session. */
  readonly placeName: string | undefined;
  /** Settles if it ends while this process looks on. */
  readonly exited: Promise<unknown>;
  /** Whether a session is, as far as can be told, that of this Studio. */
  isOf(session: SessionInfo): boolean;
  /** Its plugin has connected: from now on `process close` knows which process the session is. */
  confirmAsync(session: SessionInfo): Promise<void>;
  /** What is worth knowing once it is connected. */
  remarks(): readonly string[];
  /** Which step of the way to its plugin failed, as an error to throw. */
  explainAsync(): Promise<Error>;
}

/** The process of a Studio that was started here, found by its session. */
export interface StartedStudio {
  readonly kind: 'studio' | 'emulator';
  readonly pid: number | undefined;
  /** What was opened in it: the name of the file, or the number of the published place. */
  readonly placeName: string;
  /** As its user would, so that it can ask whether to save; false where the system has no way to ask one process. */
  askToCloseAsync(): Promise<boolean>;
  /** What is not saved is lost. Gives back temporary places that somebody changed: those are kept. */
  endAsync(): Promise<readonly string[]>;
}

/** How a Studio was looked for where none was found. */
export interface StudioSearch {
  readonly searched: readonly string[];
  /** What is there and cannot be used, a sentence each. */
  readonly passedOver: readonly string[];
}

export interface StudioOpening {
  describeSearchAsync(): Promise<StudioSearch>;
  /** `notify` gets the first line, which says which Studio it is and why, and then what else is worth knowing. */
  openAsync(request: OpenRequest, notify: (line: string) => void): Promise<OpenedStudio>;
  /** Undefined where the session's Studio was not started here, or it cannot be told which process it is. */
  findStartedAsync(session: SessionInfo): Promise<StartedStudio | undefined>;
  /** Those that were started here, stay, run, and have none of these sessions. */
  listUnconnectedAsync(sessions: readonly SessionInfo[]): Promise<readonly StartedStudio[]>;
}
