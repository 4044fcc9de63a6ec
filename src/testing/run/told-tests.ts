// What the runner tells of single tests while they run: which one begins, and how one ended. From the first follows
// which test a line of output is of.
import { type RunEvent, titleOf } from '../results/run-report.js';
import { type TestCase, toldLine } from '../results/test-results.js';

/** The tests of one package, in the order of its output. */
export class ToldTests {
  private running: Pick<TestCase, 'module' | 'path'> | undefined;
  private title: string | undefined;

  /** @param text What follows the mark. @returns The tests that have ended with it. */
  read(text: string): TestCase[] {
    const { begins, ended = [] } = readLine(text);
    const known = ended.flatMap((test): TestCase[] => {
      const names = namesOf(test, this.running);
      return names ? [{ ...test, ...names }] : [];
    });
    this.running = begins;
    this.title = begins && titleOf(begins);
    return known;
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

/** Empty where the line was cut on its way. */
function readLine(text: string): Partial<ReturnType<typeof toldLine.parse>> {
  try {
    return toldLine.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
