// The in-engine runner as the one script that is sent: always the same, and called with what it is to do.
import files from 'luau-tree:.';
import { chunkLines } from './luau-chunk.js';

export interface TestOrder {
  /** Dot paths of where specs are; by default the services that hold code. */
  readonly roots?: readonly string[] | undefined;
  /** Runs specs whose full name has one of these in it. */
  readonly paths?: readonly string[] | undefined;
  /** Runs tests whose names, from the outermost suite on, have this in them. */
  readonly name?: string | undefined;
  /** By default the first framework that is found. */
  readonly adapter?: 'jest' | 'testez' | 'plain' | undefined;
  /** Full names of specs that run before all others, where the framework has no order of its own. */
  readonly first?: readonly string[] | undefined;
  /** Ends with the first test that fails. */
  readonly failFast?: boolean | undefined;
  /** A test that takes longer fails. */
  readonly testTimeoutSeconds?: number | undefined;
  /** Nobody asks which test a line is of: tests that do not wait are told many at once. */
  readonly isGrouped?: boolean | undefined;
  /** Marks the lines that tell of single tests while they run; without it there are none. */
  readonly nonce?: string | undefined;
}

/** A script that runs the tests as the `TestOrder` says that it is called with, and returns what came of them as JSON. */
export function runnerScript(): string {
  return [...chunkLines(files), 'return import("main")()'].join('\n');
}
