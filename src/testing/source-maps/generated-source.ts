// What a compiler made from other files, such as roblox-ts from TypeScript: its source map leads back to them.
import { readFileSync } from 'node:fs';
import { createRequire, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { SourcePlace } from '../run-report.js';

/** Asked for here, because the built program has a `node:module` of its own. */
const loadModule = createRequire(import.meta.url);

/** A comment of any language that names the map, at the end of what was generated. */
const NAMED_MAP = /[#@]\s*sourceMappingURL=(\S+)\s*$/;
const INLINE = /^data:application\/json[^,]*;base64,(.+)$/s;

/** The place itself where nothing says that it was made from another one. */
export function originalPlace(place: SourcePlace, readText = readOrUndefined): SourcePlace {
  const { file, line } = place;
  if (line === undefined) return place;
  const map = mapOf(file, readText);
  if (!map) return place;
  try {
    const { SourceMap } = loadModule('node:module') as typeof import('node:module');
    const entry = new SourceMap(map.payload).findEntry(line - 1, Number.MAX_SAFE_INTEGER);
    if (!('originalSource' in entry) || !entry.originalSource) return place;
    if (entry.generatedLine !== line - 1) return place;
    const source = resolve(
      map.folder,
      map.payload.sourceRoot ?? '',
      entry.originalSource.replace(/^file:\/\//, ''),
    );
    return { file: source, line: entry.originalLine + 1 };
  } catch {
    return place;
  }
}

function mapOf(
  file: string,
  readText: (path: string) => string | undefined,
): { payload: SourceMapPayload; folder: string } | undefined {
  const named = NAMED_MAP.exec(readText(file)?.trimEnd() ?? '')?.[1];
  const inline = named === undefined ? undefined : INLINE.exec(named)?.[1];
  const path = resolve(dirname(file), named === undefined || inline !== undefined ? `${file}.map` : named);
  const text = inline === undefined ? readText(path) : Buffer.from(inline, 'base64').toString('utf8');
  if (text === undefined) return undefined;
  try {
    return { payload: JSON.parse(text) as SourceMapPayload, folder: dirname(path) };
  } catch {
    return undefined;
  }
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
