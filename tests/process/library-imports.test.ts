// What a program pays for an import of the library: the files that come with it, before it asks for anything.
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { verifies } from '../support/verifies.js';

const IMPORT = /(?:^|[;}\n])\s*(?:import|export)\b[^'"();]*["']([^"']+)["']/g;
const MAX_BYTES = 250_000;

/** The files and the packages that an entry loads by itself. */
function loadedWith(entry: string) {
  const files = new Set<string>();
  const packages = new Set<string>();
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (specifier.startsWith('.')) pending.push(join(dirname(file), specifier));
      else packages.add(specifier);
    }
  }
  return { files: [...files], packages: [...packages] };
}

verifies('library.light', 'a program that connects loads neither the application nor an emulator', () => {
  const { files, packages } = loadedWith(join(ROOT, 'dist', 'index.js'));
  expect(files.length).toBeGreaterThan(5);
  const names = files.map((file) => basename(file));
  expect(names.filter((name) => /^(app|studio|emulator|cli|mcp|test)\b/.test(name))).toEqual([]);
  expect(packages.filter((name) => !name.startsWith('node:'))).toEqual([]);
  const heavy = ['node:http', 'node:https', 'node:child_process', 'node:worker_threads', 'node:zlib'];
  expect(packages.filter((name) => heavy.includes(name))).toEqual([]);
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
  expect(bytes).toBeLessThan(MAX_BYTES);
});
