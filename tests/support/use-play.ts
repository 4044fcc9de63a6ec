// For tests of play tests: an emulated Studio of this thread, whose plugin runs a script in the DataModel that is edited.
import { onTestFailed, onTestFinished } from 'vitest';
import type { OutputEntry } from '../../src/emulator/engine/output-entry.js';
import { type EngineLimits, InThreadStudio } from '../../src/emulator/studio/emulated-studio.js';
import type { EmulatedStudioOptions } from '../../src/emulator/studio/emulated-studio-options.js';
import { type Clock, systemClock } from '../../src/support/clock.js';

export interface PlayStudio {
  readonly studio: InThreadStudio;
  /** Output as `context: Level: text`, without the level of what was printed. */
  readonly lines: readonly string[];
  /** The first line, of those so far or to come, that begins so. */
  lineAsync(start: string): Promise<string>;
}

/** What every script of such a test begins with; on one line, so that line numbers hold. */
export const PRELUDE = `
  local RunService = game:GetService("RunService")
  local Test = game:GetService("StudioTestService")
  local function make(className, parent, properties)
    local made = Instance.new(className)
    for name, value in properties or {} do made[name] = value end
    made.Parent = parent
    return made
  end
  local function server(source)
    return make("Script", game.ServerScriptService, { Source = source })
  end
  local function client(source)
    return make("LocalScript", game.StarterPlayer.StarterPlayerScripts, { Source = source })
  end
`.replaceAll(/\s+/g, ' ');

export function usePlay(
  edit: string,
  options: Partial<EmulatedStudioOptions> = {},
  { clock = systemClock, ...limits }: EngineLimits & { clock?: Clock } = {},
): PlayStudio {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const failures: Error[] = [];
  const studio = new InThreadStudio(
    {
      clock,
      onOutput({ body, level, context }: OutputEntry) {
        lines.push(`${context ?? 'edit'}: ${level === 'Print' ? '' : `${level}: `}${body}`);
        for (const check of waiting) check();
      },
      onFailure: (error) => failures.push(error),
    },
    limits,
  );
  onTestFailed(() => {
    process.stderr.write(`${lines.join('\n')}\n`);
  });
  onTestFinished(() => {
    studio.terminate();
    if (failures[0]) throw failures[0];
  });
  const source = `if not game:GetService("RunService"):IsEdit() then return end ${PRELUDE} ${edit}`;
  studio.open({ plugins: [{ name: 'Plug', files: { 'Main.server.luau': source } }], ...options });
  return {
    studio,
    lines,
    lineAsync: (start) =>
      new Promise((resolve) => {
        const check = () => {
          const found = lines.find((line) => line.startsWith(start));
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}
