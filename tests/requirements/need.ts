// What a requirement is: where it was asked for, what it demands, and whether it is met yet.

export interface Requirement {
  /** The document and section that asks for it. */
  readonly source: string;
  /** The demand, in one sentence. */
  readonly behavior: string;
  /** Not built so far: the gate counts it, and refuses a test that claims it. */
  readonly planned?: true;
  /** It cannot be met; why. */
  readonly deferred?: string;
}

/** A demand that the tests prove. */
export const need = (source: string, behavior: string): Requirement => ({ source, behavior });

/** A demand of a later version; whoever builds it turns this into `need` and cites it. */
export const planned = (source: string, behavior: string): Requirement => ({
  source,
  behavior,
  planned: true,
});
