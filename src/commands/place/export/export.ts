// `place export`: instances as a model file.
import * as z from 'zod/mini';
import type { SessionContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { pathsField } from '../../../command/instances/change-input.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { bytesOf } from '../../../command/text/value-text.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { serializedValue } from '../../../protocol/values.js';
import { wireObject } from '../../../protocol/wire-object.js';
import source from './export.luau';

export const exportInstances = defineAction({
  request: 'exportInstances',
  response: 'exportInstancesResult',
  capability: 'registerAction',
  timeoutMs: 60_000,
  readOnly: true,
  payload: wireObject({
    paths: z.array(z.string()),
    /** Of an export that goes on. */
    token: z.optional(z.string()),
    offset: z.optional(z.number()),
  }),
  result: wireObject({
    token: z.string(),
    total: z.number(),
    data: serializedValue,
    roots: z.number(),
  }),
  source,
});

export const placeExport = defineCommand({
  name: ['place', 'export'],
  summary: 'Write instances to a model file',
  description:
    'The file is a binary model (.rbxm). Services themselves cannot be exported, what is in them can.',
  examples: [{ line: 'place export Workspace.House --output house.rbxm', about: 'Keep a model as a file' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: ['paths'],
  input: z.strictObject({ paths: pathsField }),
  async run({ paths }, context) {
    const bytes = await exportAsync(paths.map(toWirePath), context);
    return { base64: bytes.toString('base64'), bytes: bytes.length, roots: paths.length };
  },
  format: ({ bytes, roots }) =>
    `${roots} ${roots === 1 ? 'instance' : 'instances'} in ${bytes} bytes. To keep them: --output FILE.rbxm`,
  binary: ({ base64 }) => Buffer.from(base64, 'base64'),
});

async function exportAsync(paths: string[], { session, signal, options }: SessionContext): Promise<Buffer> {
  const slices: Uint8Array[] = [];
  let token: string | undefined;
  let offset = 0;
  for (;;) {
    const answer = await session.invokeAsync(
      exportInstances,
      { paths, token, offset },
      { signal, timeoutMs: options.timeoutMs },
    );
    const slice = bytesOf(answer.data) ?? new Uint8Array();
    slices.push(slice);
    offset += slice.length;
    token = answer.token;
    if (offset >= answer.total) return Buffer.concat(slices);
    if (slice.length === 0) throw new BridgeError('INVALID_RESULT', 'The export ended before it was whole.');
  }
}
