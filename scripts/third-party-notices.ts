// The licences of the packages whose code ends up inside dist/: what their authors ask of whoever passes it on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** One chapter for every package that went into the bundles. */
export function thirdPartyNotices(metafile: Metafile, root: string): string {
  const folders = new Set(
    Object.keys(metafile.inputs).flatMap(
      (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
    ),
  );
  const chapters = [...folders].sort().map((folder) => chapter(join(root, folder)));
  return ['This package contains code of others, under these licences.', ...chapters].join('\n\n');
}

function chapter(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file: it cannot be bundled.`);
  const text = readFileSync(join(folder, file), 'utf8').trim();
  return [`## ${name} ${version} (${license})`, text].join('\n\n');
}
