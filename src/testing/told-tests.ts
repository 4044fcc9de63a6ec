// What the runner tells of single tests while they run: which one begins, and how one ended. From the first follows
// which test a line of output is of.
import * as z from 'zod/mini';
import { type TestCase, testBeginning, testCase } from './results.js';
import { type RunEvent, titleOf } from './run-report.js';

const toldTest = z.union([testBeginning, testCase]);

/** The tests of one package, in the order of its output. */
export class ToldTests {
  private running: string | undefined;

  /** @param text What follows the mark. @returns The test that has ended with it. */
  read(text: string): TestCase | undefined {
    const told = readTold(text);
    if (!told) return undefined;
    this.running = 'begins' in told ? titleOf({ path: told.begins }) : undefined;
    return 'begins' in told ? undefined : told;
  }

  /** The line with the test that it is of, if one runs that is known. */
  assign(event: RunEvent): RunEvent {
    return this.running === undefined ? event : { ...event, test: this.running };
  }
}

/** Undefined where the line was cut on its way; the results have it all. */
function readTold(text: string): z.output<typeof toldTest> | undefined {
  try {
    return toldTest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
