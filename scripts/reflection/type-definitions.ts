// The type definitions of `@rbxts/types`, as text.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = join(dirname(createRequire(import.meta.url).resolve('@rbxts/types/package.json')), 'include');

export function readTypeDefinitions(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}
