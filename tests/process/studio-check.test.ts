// The check list for a real Studio, as far as the emulated one can be checked by it: its commands are typed as they stand,
// and what it promises in code has to be in what they say. What takes a hand or a second Studio is left to people.
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { PROGRAM } from '../../scripts/program.js';
import { useShellAsync } from '../support/use-shell.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

interface Step {
  readonly number: number;
  readonly does: string;
  readonly expects: string;
}

const STEPS: Step[] = [
  ...readFileSync(join(ROOT, 'docs', 'studio-check.md'), 'utf8').matchAll(/^\| (\d+) \| (.*?) \| (.*) \|$/gm),
].map(([, number, does = '', expects = '']) => ({ number: Number(number), does, expects }));

/** What a person does with the mouse before the commands of a step. */
const HANDS: Readonly<Record<number, string>> = {
  17: 'studio-bridge play start',
  29: 'studio-bridge play stop',
  34: 'studio-bridge explorer create Part --name Baseplate',
  35: 'studio-bridge explorer create SpawnLocation',
};
/** Each of these goes on from those before it; the last one closes the Studio. */
const BY_COMMAND = [6, 7, 8, 9, 10, 17, 18, 19, 29, 30, 31, 32, 34, 35, 36, 48, 49, 50, 37];
/** Said of another case than the one that comes about in the emulated Studio. */
const ELSEWHERE = [
  ...['Load User Plugins In Run Modes', 'Missing   HttpService.CreateWebStreamClient', 'process info'],
  ...['SCREENSHOT_FAILED', 'The picture is black in every pixel', 'does not let plugins close it'],
  ...['Not in the file:', 'properties that plugins cannot read', 'check.rbxl'],
];

const codeOf = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

async function useEmulatedStudio() {
  const [folder, home] = [useTmp(), useTmp()];
  const bin = join(home, 'bin');
  mkdirSync(bin);
  symlinkSync(PROGRAM, join(bin, 'studio-bridge'));
  const shell = await useShellAsync(folder, join(home, '.studio-bridge'), {
    HOME: home,
    PATH: `${bin}:${process.env.PATH}`,
  });
  const block = { language: 'sh', heading: '', notExecuted: undefined };
  await shell.runBlockAsync({ ...block, text: 'studio-bridge serve', attributes: { terminal: 'host' } });
  await shell.runBlockAsync({ ...block, text: 'studio-bridge emulator', attributes: { terminal: 'studio' } });
  await shell.runAsync('studio-bridge process info --wait 30s --target Place1');
  return shell;
}

describe('the check list for Studio', () => {
  verifies('studio.check-list', 'its commands say in an emulated Studio what it promises', async () => {
    const { runAsync } = await useEmulatedStudio();
    for (const number of BY_COMMAND) {
      const { does, expects } = STEPS.find((step) => step.number === number) ?? { does: '', expects: '' };
      const commands = codeOf(does).filter((code) => code.startsWith('studio-bridge '));
      expect(commands, `step ${number}`).not.toEqual([]);
      const { output } = await runAsync(['set +e', HANDS[number] ?? '', ...commands].join('\n'));
      const promised = codeOf(expects).filter((code) => !ELSEWHERE.includes(code));
      expect(promised.length, `step ${number}`).toBeGreaterThan(0);
      for (const code of promised) {
        for (const part of code.split('…'))
          expect(output, `step ${number}\n${output}`).toContain(part.trim());
      }
    }
  });

  test('its steps are numbered without a gap', () => {
    expect(STEPS.map(({ number }) => number)).toEqual(STEPS.map((_, at) => at + 1));
  });
});
