// What the runner tells of single tests while they run: which one begins, and how one ended. From the first follows
// which test a line of output is of.
import { type RunEvent, titleOf } from '../results/run-report.js';
import { type TestCase, type ToldLine, toldLine } from '../results/test-results.js';

/** The tests of one package, in the order of its output. */
export class ToldTests {
  private running: Pick<TestCase, 'module' | 'path'> | undefined;
  private title: string | undefined;

  /** @returns The tests that have ended with it. */
  read({ begins, ended = [] }: Partial<ToldLine>): TestCase[] {
    const known = ended.flatMap((test): TestCase[] => {
      const names = namesOf(test, this.running);
      return names ? [{ ...test, ...names }] : [];
    });
    this.running = begins;
    this.title = begins && titleOf(begins);
    return known;
  }

  /** The name of the test that has begun and not ended, if it is known. */
  get runningTitle(): string | undefined {
    return this.title;
  }

  /** The line with the test that it is of, if one runs that is known. */
  assign(event: RunEvent): RunEvent {
    return this.title === undefined ? event : { ...event, test: this.title };
  }
}

/** Undefined where the line with its beginning was lost; the results have it all. */
function namesOf(
  { module, path }: Partial<TestCase>,
  running: Pick<TestCase, 'module' | 'path'> | undefined,
): Pick<TestCase, 'module' | 'path'> | undefined {
  return module === undefined || path === undefined ? running : { module, path };
}

/** @param text What follows the mark. @returns Nothing where the line was cut on its way. */
export function readToldLine(text: string): Partial<ToldLine> {
  try {
    return toldLine.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
