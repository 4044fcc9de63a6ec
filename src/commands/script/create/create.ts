// `script create`: a new script.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { readScriptAsync, scriptInput } from '../../../command/scripts/script-source.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { shownName } from '../../../support/shown-text.js';
import source from './create.luau';

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
  description: 'Its source has to compile, or nothing is created.',
  examples: [
    {
      line: 'script create Greeter --in ServerScriptService --file greeter.luau',
      about: 'Create a script from a file',
    },
    {
      line: `script create Config 'return { speed = 3 }' --class ModuleScript --in ReplicatedStorage`,
      about: 'Create a module at once',
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
    name: z.string().check(z.minLength(1), z.describe('Name of the script')),
    ...scriptInput,
    class: z._default(className.check(z.describe('Its class')), 'Script'),
    in: z._default(z.string().check(z.describe('Path of its parent')), 'ServerScriptService'),
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
  run(
    { name, class: kind, in: parent, runContext: context, disabled, unchecked },
    { session, signal, options },
    script,
  ) {
    return session.invokeAsync(
      createScript,
      {
        className: kind,
        parent: toWirePath(parent),
        name,
        source: script.text,
        runContext: context,
        disabled,
        unchecked,
      },
      { signal, timeoutMs: options.timeoutMs },
    );
  },
  format: ({ path, className: kind }) => `+ ${shownName(path)}  ${kind}`,
});
