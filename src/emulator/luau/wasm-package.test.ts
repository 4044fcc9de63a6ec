// The emulator is optional and pinned: a missing or another luau-web has to say so in one sentence, with the remedy.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verifiesTogether } from '../../../tests/support/verifies.js';
import { LuauPackageError, locateInstalledPackage, readLuauWasm } from './wasm-package.js';

function usePackageScript(text: string): () => string {
  const folder = mkdtempSync(join(tmpdir(), 'luau-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'Luau.Web.js');
  writeFileSync(path, text, 'latin1');
  return () => path;
}

function failureOf(run: () => unknown): LuauPackageError {
  try {
    run();
  } catch (error) {
    if (error instanceof LuauPackageError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

test('finds the wasm in the installed package', () => {
  expect(readLuauWasm().subarray(0, 4).toString('latin1')).toBe('\0asm');
});

test('names the package that is missing', () => {
  const missing = failureOf(() =>
    readLuauWasm(() => {
      throw new Error("Cannot find module 'luau-web'");
    }),
  );
  expect(missing.message).toBe('The Luau VM is missing: the optional package luau-web is not installed.');
});

test('says the same where the package has no such file', () => {
  expect(
    failureOf(() => readLuauWasm(() => join(tmpdir(), 'no-such-folder', 'Luau.Web.js'))).message,
  ).toMatch(/is not installed\.$/);
});

verifiesTogether('vm.pinned', 'another build', () => {
  test.each([
    ['has another wasm', (script: string) => script.replace('"AGFzbQEAAAAB', '"AGFzbQEAAAAC')],
    ['is cut short', (script: string) => script.slice(0, 100_000)],
    ['has no wasm', () => 'export default 1;'],
  ])('refuses a package that %s', (_name, change) => {
    const script = readFileSync(locateInstalledPackage(), 'latin1');
    const changed = change(script);
    expect(changed).not.toBe(script);
    const refused = failureOf(() => readLuauWasm(usePackageScript(changed)));
    expect(refused.message).toBe(
      'The installed package luau-web is not version 1.3.0: the Luau VM in it is another build than the one this driver knows.',
    );
  });
});
