// Which lines of a script have run, and how often.

export interface FunctionCoverage {
  readonly name: string;
  readonly line: number;
  readonly hits: number;
}

export interface ScriptCoverage {
  /** The script's full name. */
  readonly script: string;
  /** Every line that can run, by its number, counted from 1. */
  readonly lines: ReadonlyMap<number, number>;
  readonly functions: readonly FunctionCoverage[];
}
