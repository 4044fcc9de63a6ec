// `script create`: a new script.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { readScriptAsync, scriptInput } from '../../../command/scripts/script-source.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { shownName } from '../../../support/shown-text.js';
import source from './create.luau';
import { placeOf, withHintAsync } from './script-place.js';

const className = z.enum(['Script', 'LocalScript', 'ModuleScript']);
const runContext = z.enum(['Legacy', 'Server', 'Client', 'Plugin']);

export const createScript = defineAction({
  request: 'createScript',
  response: 'createScriptResult',
  capability: 'registerAction',
  timeoutMs: 15_000,
  readOnly: false,
  payload: wireObject({
    className,
    parent: z.string(),
    name: z.string(),
    source: z.string(),
    runContext: z.optional(runContext),
    disabled: z.boolean(),
    unchecked: z.boolean(),
  }),
  result: wireObject({ path: z.string(), className: z.string(), undoable: z.boolean() }),
  source,
});

export const scriptCreate = defineCommand({
  name: ['script', 'create'],
  summary: 'Create a script',
  description:
    'Its source has to compile, or nothing is created. Without --in, the name may be a path: what stands before its last\n' +
    'dot is the parent. With --in, dots are part of the name.',
  examples: [
    {
      line: 'script create Greeter --in ServerScriptService --file greeter.luau',
      about: 'Create a script from a file',
    },
    {
      line: `script create Config 'return { speed = 3 }' --class ModuleScript --in ReplicatedStorage`,
      about: 'Create a module at once',
    },
    {
      line: 'script create Workspace.Door.Opener --file opener.luau',
      about: 'Create a script by its path',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  tool: { destructive: false, fields: { code: 'Luau source', file: 'Or the path of a Luau file' } },
  positionals: ['name', 'code'],
  flags: {
    class: { short: 'c' },
    in: { value: 'path' },
    file: { short: 'f', isPath: true },
    runContext: { value: 'context' },
  },
  input: z.strictObject({
    name: z.string().check(z.minLength(1), z.describe('Name of the script, or its path')),
    ...scriptInput,
    class: z._default(className.check(z.describe('Its class')), 'Script'),
    in: z.optional(
      z.string().check(z.describe('Path of its parent; by default that of its path, or ServerScriptService')),
    ),
    runContext: z.optional(runContext.check(z.describe('Where a Script runs'))),
    disabled: z._default(z.boolean().check(z.describe('It shall not run')), false),
    unchecked: z._default(z.boolean().check(z.describe('Create it although it does not compile')), false),
  }),
  async prepare(input, { files }) {
    if (input.runContext !== undefined && input.class !== 'Script') {
      throw new BridgeError('USAGE', `A ${input.class} has no run context: only a Script has one.`);
    }
    return await readScriptAsync(input, files);
  },
  async run({ class: kind, runContext: context, disabled, unchecked, ...given }, world, script) {
    const { session, signal, options } = world;
    const { parent, name } = placeOf(given);
    const payload = {
      className: kind,
      parent,
      name,
      source: script.text,
      runContext: context,
      disabled,
      unchecked,
    };
    try {
      return await session.invokeAsync(createScript, payload, { signal, timeoutMs: options.timeoutMs });
    } catch (error) {
      throw await withHintAsync(error, given, script, world.files);
    }
  },
  format: ({ path, className: kind }) => `+ ${shownName(path)}  ${kind}`,
});
