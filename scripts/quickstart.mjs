// `npm run quickstart`: from a fresh clone to a script's output in an emulated Studio, with one command.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, ROOT, requireNode, runAsync, secondsSince } from './steps.mjs';

const SCRIPT = 'print("hello from the bridge")';

requireNode();
const program = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).bin['studio-bridge'];
console.log('studio-bridge: from a fresh clone to a first script\n');
const startedAt = performance.now();
if (!isInstalled()) await stepAsync('packages installed', 'npm', ['ci', '--no-audit', '--no-fund']);
await stepAsync('built', 'tsx', ['scripts/build.ts', '--no-types']);
const { output } = await stepAsync('ran a script in an emulated Studio', 'node', [
  program,
  'process',
  'run',
  '--emulator',
  SCRIPT,
]);
console.log(`
  $ studio-bridge process run --emulator '${SCRIPT}'
${output.trimEnd().replace(/^/gm, '  ')}

Ready after ${secondsSince(startedAt)}. Try next, from this folder:

  npx studio-bridge process run 'print("hello"); return 1 + 1'   one script, in a Studio of its own
  npx studio-bridge serve                                        a bridge host that stays
  npx studio-bridge emulator                                     an emulated Studio that stays
  npx studio-bridge console exec 'return game.PlaceId'           a script in the Studio that is open
  npx studio-bridge --help                                       everything else
`);

/**
 * @param {string} what
 * @param {string} program
 * @param {readonly string[]} args
 */
async function stepAsync(what, program, args) {
  const stepStartedAt = performance.now();
  const result = await runAsync(program, args);
  if (result.exitCode !== 0) {
    console.error(`${result.output.trim()}\n\nFailed at "${what}" (in ${ROOT}); the lines above say why.`);
    process.exit(1);
  }
  console.log(`  ✓ ${what} (${secondsSince(stepStartedAt)})`);
  return result;
}
