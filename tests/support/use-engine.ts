// For tests of the emulated engine: one in this thread that ends with the test, and what its scripts put out.
import { onTestFinished } from 'vitest';
import { Engine, type EngineOptions } from '../../src/emulator/engine/engine.js';
import type { OutputEntry } from '../../src/emulator/engine/output-entry.js';
import { systemClock } from '../../src/support/clock.js';

export interface TestEngine {
  readonly engine: Engine;
  readonly output: readonly OutputEntry[];
  /** Runs a plugin script named Test. */
  run(source: string): void;
  /** The first line from now on, or so far, that has this in it. */
  lineAsync(part: string): Promise<string>;
}

export function useEngine(options: Partial<EngineOptions> = {}): TestEngine {
  const output: OutputEntry[] = [];
  const waiting = new Set<() => void>();
  const failures: Error[] = [];
  const engine = new Engine({
    clock: systemClock,
    onFailure: (error) => failures.push(error),
    ...options,
    onOutput(entry) {
      output.push(entry);
      options.onOutput?.(entry);
      for (const check of waiting) check();
    },
  });
  onTestFinished(() => {
    engine.dispose();
    if (failures[0]) throw failures[0];
  });
  return {
    engine,
    output,
    run: (source) => engine.loadPlugin({ name: 'Test', className: 'Script', source, children: [] }),
    lineAsync: (part) =>
      new Promise((resolve) => {
        const check = () => {
          const found = output.find(({ body }) => body.includes(part));
          if (!found) return;
          waiting.delete(check);
          resolve(found.body);
        };
        waiting.add(check);
        check();
      }),
  };
}
