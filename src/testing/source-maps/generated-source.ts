// What a compiler made from other files, such as roblox-ts from TypeScript: its source map leads back to them.
import { createRequire, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryReadText } from '../../support/read-text.js';
import type { SourcePlace } from '../results/run-report.js';

/** Asked for here, because the built program has a `node:module` of its own. */
const loadModule = createRequire(import.meta.url);

/** A comment of any language that names the map, at the end of what was generated. */
const NAMED_MAP = /[#@]\s*sourceMappingURL=(\S+)[^\n]*$/;
const INLINE = /^data:application\/json([^,]*),(.+)$/s;

export interface OriginalPlace extends SourcePlace {
  /** The whole file as the map has it, for where it is not on this machine. */
  readonly text?: string;
}

type ReadText = (path: string) => string | undefined;

/** The place itself where nothing says that it was made from another one. */
export function originalPlace(place: SourcePlace, readText: ReadText = tryReadText): OriginalPlace {
  const { file, line } = place;
  if (line === undefined) return place;
  try {
    const generated = readText(file) ?? '';
    const map = mapOf(file, generated, readText);
    const entry = map && firstEntryOn(line, generated, map.payload);
    if (!entry) return place;
    const original = sourcePath(map, entry.originalSource);
    const text = sourceText(map.payload, entry.originalSource);
    return { file: original, line: entry.originalLine + 1, ...(text === undefined ? {} : { text }) };
  } catch {
    // A map that is damaged is as good as none.
    return place;
  }
}

interface FoundMap {
  readonly payload: SourceMapPayload;
  readonly folder: string;
}

/** Where the line's own code begins: what else is on it may come from further down. */
function firstEntryOn(line: number, generated: string, payload: SourceMapPayload) {
  const { SourceMap } = loadModule('node:module') as typeof import('node:module');
  const map = new SourceMap(payload);
  const indent = /^\s*/.exec(generated.split('\n', line)[line - 1] ?? '')?.[0].length ?? 0;
  for (const column of [indent, Number.MAX_SAFE_INTEGER]) {
    const entry = map.findEntry(line - 1, column);
    if ('originalSource' in entry && entry.originalSource && entry.generatedLine === line - 1) return entry;
  }
  return undefined;
}

function sourcePath({ payload, folder }: FoundMap, source: string): string {
  const root = payload.sourceRoot ?? '';
  const whole = root === '' || isAddress(source) ? source : `${root.replace(/\/$/, '')}/${source}`;
  return isAddress(whole) ? fileURLToPath(whole) : resolve(folder, whole);
}

const isAddress = (path: string) => path.startsWith('file://');

function sourceText({ sources, sourcesContent }: SourceMapPayload, source: string): string | undefined {
  return sourcesContent?.[sources.indexOf(source)] ?? undefined;
}

function mapOf(file: string, generated: string, readText: ReadText): FoundMap | undefined {
  const named = NAMED_MAP.exec(generated.trimEnd())?.[1];
  const inline = named === undefined ? null : INLINE.exec(named);
  const payload = (text: string) => JSON.parse(text) as SourceMapPayload;
  if (inline) return { payload: payload(inlineText(inline[1], inline[2])), folder: dirname(file) };
  // A file that was given another name than its compiler meant still has its map beside it.
  const paths = [...(named === undefined ? [] : [resolve(dirname(file), decoded(named))]), `${file}.map`];
  for (const path of paths) {
    const text = readText(path);
    if (text !== undefined) return { payload: payload(text), folder: dirname(path) };
  }
  return undefined;
}

function inlineText(parameters = '', data = ''): string {
  const isBase64 = parameters.endsWith(';base64');
  return isBase64 ? Buffer.from(data, 'base64').toString('utf8') : decodeURIComponent(data);
}

/** A map is named by an address, in which a blank is `%20`. */
function decoded(name: string): string {
  return isAddress(name) ? fileURLToPath(name) : decodeURIComponent(name);
}
