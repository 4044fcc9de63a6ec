// `place export`: instances as a model file.
import * as z from 'zod/mini';
import type { SessionContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { pathsField } from '../../../command/instances/change-input.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { receiveSlicesAsync } from '../../../command/slices.js';
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
    'The file is a model as Studio writes it (.rbxm), or the same as XML (.rbxmx). Services themselves cannot be\n' +
    'exported, what is in them can.',
  examples: [
    { line: 'place export Workspace.House --output house.rbxm', about: 'Keep a model as a file' },
    { line: 'place export Workspace.House -o house.rbxmx', about: 'The same as XML' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: ['paths'],
  flags: { output: { short: 'o', value: 'file', isPath: true } },
  tool: { without: ['output'] },
  input: z.strictObject({
    paths: pathsField,
    output: z.optional(
      z.string().check(z.minLength(1), z.describe('Write it to this model file, .rbxm or .rbxmx')),
    ),
  }),
  async prepare({ output }, { places }) {
    if (output !== undefined) await places.checkTargetAsync(output, 'model', true);
  },
  async run({ paths, output }, context) {
    const model = await exportAsync(paths.map(toWirePath), context);
    const about = { bytes: model.length, roots: paths.length };
    if (output === undefined) return { ...about, base64: model.toString('base64') };
    return { ...about, path: output, bytes: await context.places.saveModelAsync(output, model) };
  },
  format({ bytes, roots, ...result }) {
    const what = `${roots} ${roots === 1 ? 'instance' : 'instances'} in ${bytes} bytes.`;
    return 'path' in result ? `Wrote ${result.path}: ${what}` : `${what} To keep them: --output FILE.rbxm`;
  },
  binary: (result) => ('base64' in result ? Buffer.from(result.base64, 'base64') : undefined),
});

async function exportAsync(paths: string[], { session, signal, options }: SessionContext): Promise<Buffer> {
  const { bytes } = await receiveSlicesAsync((at) =>
    session.invokeAsync(exportInstances, { paths, ...at }, { signal, timeoutMs: options.timeoutMs }),
  );
  return bytes;
}
