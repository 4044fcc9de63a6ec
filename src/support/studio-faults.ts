// What can go wrong on purpose in a Studio and on its connections. Only names and shapes: whoever reads a plan and
// whoever carries it out share nothing else.
import type { FaultMoment, FaultPlan } from './fault-plan.js';

export const STUDIO_FAULT_KINDS = [
  'cut',
  'stall',
  'slow',
  'lose',
  'repeat',
  'garble',
  'refuse',
  'hang',
  'crash',
] as const;
export type StudioFaultKind = (typeof STUDIO_FAULT_KINDS)[number];

export const STUDIO_FAULT_EVENTS = ['sent', 'received', 'connect', 'request', 'start'] as const;
export type StudioFaultEvent = (typeof STUDIO_FAULT_EVENTS)[number];

const MESSAGES: readonly StudioFaultEvent[] = ['sent', 'received'];
const OPENINGS: readonly StudioFaultEvent[] = ['connect', 'request'];

/** Which fault can come with which event. */
export const EVENTS_OF_FAULT: Readonly<Record<StudioFaultKind, readonly StudioFaultEvent[]>> = {
  cut: [...MESSAGES, 'start'],
  stall: [...MESSAGES, 'start'],
  slow: [...MESSAGES, ...OPENINGS],
  lose: MESSAGES,
  repeat: MESSAGES,
  garble: MESSAGES,
  refuse: OPENINGS,
  hang: STUDIO_FAULT_EVENTS,
  crash: STUDIO_FAULT_EVENTS,
};

export interface StudioFault extends FaultMoment {
  readonly fault: StudioFaultKind;
  readonly on: StudioFaultEvent;
  /** Of messages: only those whose `type` it is. */
  readonly type?: string | undefined;
  /** Of connections and requests: only those whose address contains it. */
  readonly url?: string | undefined;
  /** With `start`: so long after the place was opened. Default 0. */
  readonly afterSeconds?: number | undefined;
  /** `slow`, `hang`: how long. `stall`: likewise, for ever without it. */
  readonly seconds?: number | undefined;
  /** `cut`: whether the message itself still arrives. */
  readonly where?: 'before' | 'after' | undefined;
  /** `refuse`: the HTTP status of the answer; without it nobody listens. */
  readonly status?: number | undefined;
}

/** What is odd about the Studio from its beginning to its end. */
export interface OddStudio {
  /** The place is edited by a team: `RunService:IsServer()` is false in it. */
  readonly teamCreate?: boolean | undefined;
  /** False: no plugins in play tests. */
  readonly pluginsInPlay?: boolean | undefined;
  /** False: the clients of play tests open no sockets. */
  readonly clientSockets?: boolean | undefined;
  /** Its window is minimised: nothing is drawn, so pictures are black and no frames are rendered. */
  readonly minimised?: boolean | undefined;
  /** Classes (`Name`) and members (`Class.Member`) that this Studio does not have. */
  readonly without?: readonly string[] | undefined;
  /** Methods (`Class.Method`) that always answer this, in every DataModel. */
  readonly answers?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

export interface StudioFaultPlan extends FaultPlan<StudioFault> {
  readonly studio?: OddStudio | undefined;
}
