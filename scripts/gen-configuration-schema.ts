// studio-bridge.schema.json, which editors complete and check studio-bridge.json with, from the definitions of the
// options.
import type { JsonKind } from '../src/command/argv/configuration.js';
import type { Flag } from '../src/command/argv/flags.js';
import { type CommandSources, loadCommandSourcesAsync } from './command-sources.js';
import type { GeneratedFile } from './generated-file.js';

type Schema = Record<string, unknown>;

export async function generateConfigurationSchemaAsync(): Promise<GeneratedFile> {
  const definitions = await loadCommandSourcesAsync();
  const { CONFIGURABLE, commandLineOf } = definitions;
  const general: Record<string, Schema> = {};
  const commands: Record<string, Schema> = {};
  for (const [name, load] of Object.entries(definitions.commandLoaders)) {
    const command = await load();
    const flags = commandLineOf(command).flags.filter(definitions.isConfigurable);
    for (const flag of flags) {
      if (flag.source.kind === 'global') general[flag.name] ??= optionSchema(flag, definitions);
    }
    commands[name] = {
      description: `${command.summary}.`,
      ...closedObject(
        Object.fromEntries(
          flags.map((flag) => [
            definitions.keyOf(flag),
            flag.source.kind === 'global'
              ? { $ref: `#/properties/${flag.name}` }
              : optionSchema(flag, definitions),
          ]),
        ),
      ),
    };
  }
  const ordered = CONFIGURABLE.flatMap(({ name }) => (general[name] ? [[name, general[name]]] : []));
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of studio-bridge',
    description:
      'What stands behind the options of the command line: a flag wins over a variable of the environment, and that ' +
      'over this file. Paths are relative to the folder of the file.',
    ...closedObject({
      $schema: { type: 'string' },
      ...Object.fromEntries(ordered),
      commands: {
        description: 'Options of one command only; they win over those above.',
        ...closedObject(commands),
      },
    }),
  };
  return { path: 'studio-bridge.schema.json', text: `${JSON.stringify(schema, undefined, 2)}\n` };
}

function closedObject(properties: Record<string, Schema>): Schema {
  return { type: 'object', additionalProperties: false, properties };
}

function optionSchema(flag: Flag, { jsonKindsOf }: CommandSources): Schema {
  const kinds = jsonKindsOf(flag).map((kind) => kindSchema(kind, flag));
  const [only] = kinds;
  return { description: flag.about, ...(kinds.length === 1 ? only : { anyOf: kinds }) };
}

function kindSchema(kind: JsonKind, { choices, isDuration, source }: Flag): Schema {
  const isTime = isDuration || (source.kind === 'global' && source.option.kind === 'duration');
  switch (kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      if (source.kind === 'global' && source.option.kind === 'port') {
        return { type: 'integer', minimum: 1, maximum: 65_535 };
      }
      return { type: isTime ? 'number' : numberType(source) };
    case 'list':
      return { type: 'array', items: choices ? { enum: choices } : { type: 'string' } };
    case 'text':
      if (isTime) return { type: 'string', pattern: '^\\d+(\\.\\d+)? *(ms|s|m|h)?$' };
      return choices ? { enum: choices } : { type: 'string' };
  }
}

function numberType(source: Flag['source']): string {
  return source.kind === 'input' && source.field.kind === 'integer' ? 'integer' : 'number';
}
