// `place import`: what is in a model file, into the place.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { defineAction } from '../../../protocol/define-action.js';
import { serializedValue } from '../../../protocol/values.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { shownName } from '../../../support/shown-text.js';
import source from './import.luau';

const SLICE_BYTES = 4 * 1024 * 1024;
const SIGNATURE = '<roblox!';

export const importInstances = defineAction({
  request: 'importInstances',
  response: 'importInstancesResult',
  capability: 'registerAction',
  timeoutMs: 60_000,
  readOnly: false,
  payload: wireObject({
    token: z.string(),
    parent: z.string(),
    offset: z.number(),
    total: z.number(),
    data: serializedValue,
  }),
  result: wireObject({ paths: z.array(z.string()), undoable: z.boolean() }),
  source,
});

export const placeImport = defineCommand({
  name: ['place', 'import'],
  summary: 'Put what is in a model file into the place',
  description: 'All of it or nothing, as one step of the undo history. The file is a model, .rbxm or .rbxmx.',
  examples: [{ line: 'place import house.rbxm --in Workspace', about: 'Bring a model back' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  tool: { destructive: false },
  positionals: ['file'],
  flags: { file: { isPath: true }, in: { value: 'path' } },
  input: z.strictObject({
    file: z.string().check(z.describe('The model file')),
    in: z._default(z.string().check(z.describe('Path of the parent')), 'Workspace'),
  }),
  async prepare({ file }, { files, places }) {
    const bytes = Buffer.from(await files.readBytesAsync(file));
    // What Studio takes as it is stays so; of any other form its content is taken.
    if (bytes.toString('latin1', 0, SIGNATURE.length) === SIGNATURE) return bytes;
    return Buffer.from(await places.toBinaryModelAsync(file, bytes));
  },
  async run({ in: parent }, { session, signal, options }, bytes) {
    const token = crypto.randomUUID();
    let result = { paths: [] as string[], undoable: false };
    for (let offset = 0; offset < bytes.length; offset += SLICE_BYTES) {
      const slice = bytes.subarray(offset, offset + SLICE_BYTES);
      result = await session.invokeAsync(
        importInstances,
        {
          token,
          parent: toWirePath(parent),
          offset,
          total: bytes.length,
          data: { type: 'Buffer', base64: slice.toString('base64') },
        },
        { signal, timeoutMs: options.timeoutMs },
      );
    }
    return result;
  },
  format: ({ paths }) =>
    paths.length === 0 ? 'The file is empty.' : paths.map((path) => `+ ${shownName(path)}`).join('\n'),
});
