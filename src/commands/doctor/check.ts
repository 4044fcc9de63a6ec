// One finding of `doctor`.

export interface Check {
  /** Which part of the way it is about. */
  readonly hop: string;
  /** `note`: works, but worth knowing. */
  readonly state: 'ok' | 'note' | 'wrong';
  /** What was found, in one sentence. */
  readonly finding: string;
  /** What to do; there where something is to be done. */
  readonly mend?: string;
}
