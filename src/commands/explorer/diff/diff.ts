// `explorer diff`: what changed between two snapshots, or since one.
import * as z from 'zod/mini';
import type { CommandContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { emptySnapshot, readSnapshot, type Snapshot } from '../../../command/instances/snapshot.js';
import { takeSnapshotAsync } from '../../../command/instances/take-snapshot.js';
import { formatValue } from '../../../command/text/value-text.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { sessionContext } from '../../../protocol/session-info.js';
import { shownName } from '../../../support/shown-text.js';
import { compareSnapshots, type Difference } from './compare-snapshots.js';

const input = z.strictObject({
  before: z.string().check(z.describe('File of the earlier snapshot')),
  after: z.optional(z.string().check(z.describe('File of the later one; without it, what is there now'))),
  exitCode: z._default(z.boolean().check(z.describe('End with exit code 1 if there is a difference')), false),
  target: z.optional(
    z.string().check(z.describe('Session to look at: the beginning of its id, or the name of its place')),
  ),
  context: z.optional(sessionContext.check(z.describe('Which side of a Studio in play mode'))),
});

export const explorerDiff = defineCommand({
  name: ['explorer', 'diff'],
  summary: 'Show what changed between two snapshots, or since one',
  examples: [
    { line: 'explorer diff before.json', about: 'Compare with what is there now' },
    { line: 'explorer diff before.json after.json', about: 'Compare two files, without a Studio' },
  ],
  // Two files need no Studio.
  target: 'none',
  heeds: 'all',
  surfaces: ['cli', 'mcp', 'repl'],
  tool: {
    without: ['exitCode'],
    fields: { before: 'File of the earlier snapshot, as studio_explorer_snapshot gives it' },
  },
  readOnly: true,
  positionals: ['before', 'after'],
  flags: {
    before: { isPath: true },
    after: { isPath: true },
    target: { short: 't', value: 'session' },
    context: { value: 'context' },
  },
  input,
  async run(wanted, context) {
    const before = await readFileAsync(wanted.before, context);
    const after =
      wanted.after === undefined
        ? await takeNowAsync(before.root, wanted, context)
        : await readFileAsync(wanted.after, context);
    return { differences: compareSnapshots(before, after), isFailure: wanted.exitCode };
  },
  format: ({ differences }) =>
    differences.length === 0 ? 'Nothing is different.' : differences.map(differenceText).join('\n'),
  exitCode: ({ differences, isFailure }) => (isFailure && differences.length > 0 ? 1 : 0),
});

async function readFileAsync(file: string, { files }: CommandContext): Promise<Snapshot> {
  return readSnapshot(await files.readTextAsync(file), file);
}

async function takeNowAsync(
  root: string,
  { target, context: side }: z.output<typeof input>,
  context: CommandContext,
): Promise<Snapshot> {
  const { options, signal } = context;
  const connection = await context.openConnectionAsync({ port: options.port });
  try {
    const session = await connection.resolveSessionAsync({
      target: target ?? options.target,
      context: side ?? options.context,
      waitMs: options.waitMs,
      signal,
    });
    return await takeSnapshotAsync(root, { session, signal, options });
  } catch (error) {
    // That all of it is gone is a difference, too.
    if (error instanceof BridgeError && error.code === 'INSTANCE_NOT_FOUND') return emptySnapshot(root);
    throw error;
  } finally {
    await connection.disconnectAsync();
  }
}

function differenceText({ kind, path, className, inside, changes = [] }: Difference): string {
  if (kind !== 'changed') {
    const line = `${kind === 'added' ? '+' : '-'} ${path}  ${className}${inside ? ` with ${inside} inside` : ''}`;
    return shownName(line);
  }
  const lines = changes.map(({ name, kind: what, before, after }) => {
    if (what === 'tag') return `    ${after === null ? '-' : '+'}#${name}`;
    return `    ${what === 'attribute' ? '@' : ''}${name}: ${formatValue(before)} -> ${formatValue(after)}`;
  });
  return [`~ ${path}  ${className}`, ...lines].map(shownName).join('\n');
}
