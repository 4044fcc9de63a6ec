// Every Luau spec of the plugin, each as a test of its own, with the wire corpus at hand.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runLuauSpecsAsync } from '../src/emulator/studio/spec-runner.js';
import { readAcceptCases, readRejectCases } from '../tests/support/corpus.js';
import { verifies } from '../tests/support/verifies.js';

const fromServer = ({ from }: { from: string }) => from === 'server';
const corpus = {
  accept: readAcceptCases()
    .filter(fromServer)
    .map(({ name, message }) => ({ name, frame: JSON.stringify(message) })),
  reject: readRejectCases().filter(fromServer),
};

const results = await runLuauSpecsAsync({
  root: join(import.meta.dirname, 'src'),
  name: 'StudioBridge',
  attributes: { WireCorpus: JSON.stringify(corpus) },
});

test.each(results.map((result) => [result.name, result] as const))(
  '%s',
  (_name, { passed, error, output }) => {
    const printed = output.map(({ level, body }) => `${level}: ${body}`).join('\n');
    expect(passed ? undefined : `${error}\n${printed}`).toBeUndefined();
  },
);

verifies(['plugin.all-modules-load', 'wire.corpus'], 'the specs that have to be there ran', () => {
  const names = results.map(({ name }) => name);
  expect(names).toContain('Modules › every module loads');
  expect(names.filter((name) => name.startsWith('Net/Corpus › ')).length).toBe(2);
});
