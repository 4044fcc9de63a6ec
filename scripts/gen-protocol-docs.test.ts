// What the page of the protocol says: schemas as types, and the time-outs that the protocol asks for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { wireObject } from '../src/protocol/wire-object.js';
import { verifies } from '../tests/support/verifies.js';
import { ROOT } from './bundling.js';
import { schemaText } from './schema-text.js';

test('schemas are written as types', () => {
  const level = z.enum(['a', 'b']);
  const names = new Map([[level, 'Level']]);
  const schema = wireObject({
    text: z.string(),
    level: z.optional(level),
    levels: z.array(level),
    either: z.union([z.literal('x'), z.array(z.object({ n: z.int() }))]),
    map: z._default(z.record(z.string(), z.boolean()), {}),
    rest: z.unknown(),
  });
  expect(schemaText(schema, names)).toBe(
    [
      '{',
      '  text: string;',
      '  level?: Level;',
      '  levels: Level[];',
      "  either: 'x' | { n: number }[];",
      '  map?: { [name: string]: boolean };',
      '  rest: unknown;',
      '}',
    ].join('\n'),
  );
  expect(schemaText(wireObject({}), names)).toBe('{}');
  expect(schemaText(z.array(z.enum(['a', 'b'])), names)).toBe("('a' | 'b')[]");
});

verifies('wire.timeouts', 'each request has the time that the protocol gives it', () => {
  const page = readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| `\w+` \| `\w+` \| ([\d.]+) s \|/gm)];
  const seconds = Object.fromEntries(rows.map(([, request, time]) => [request, Number(time)]));
  expect(seconds).toMatchObject({
    execute: 300,
    queryState: 5,
    queryLogs: 5,
    queryDataModel: 30,
    subscribe: 5,
  });
  expect(page).toMatch(/`register-ms` \| 10 s/);
});
