// A flag before the environment before the configuration file before the default: for every option of every command.
import { describe, expect } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { configuredFlags, isConfigurable, jsonKindsOf, keyOf } from '../command/argv/configuration.js';
import { commandLineOf, type Flag } from '../command/argv/flags.js';
import { environmentName } from '../command/argv/global-options.js';
import { type ParsedArgv, parseArgv } from '../command/argv/parse-argv.js';
import { commandLoaders } from '../commands/loaders.generated.js';

/** Three values that an option can have, or two for what is on or off: for a file, the environment and a flag. */
function valuesOf({ isBoolean, choices, isDuration, source }: Flag): readonly [string, string, string] {
  if (isBoolean) return ['true', 'false', 'true'];
  if (choices) {
    const [first = '', second = first] = choices;
    return [first, second, first];
  }
  const isNumber =
    isDuration ||
    (source.kind === 'global' ? source.option.kind !== 'text' : /number|integer/.test(source.field.kind));
  return isNumber ? ['1111', '2222', '3333'] : ['/one', '/two', '/three'];
}

function jsonOf(flag: Flag, text: string): unknown {
  const [kind] = jsonKindsOf(flag);
  if (kind === 'boolean') return text === 'true';
  if (kind === 'list') return [text];
  return kind === 'number' ? Number(text) : text;
}

function readBack({ name, source }: Flag, { input, globals }: ParsedArgv): string {
  if (source.kind === 'input') return String(input[source.field.name]);
  if (name === 'json') return String(globals.format === 'json');
  return String(Reflect.get(globals, name));
}

/** Of use to other commands only: the environment and a file may say it to all, words that are typed may not. */
function isIdle({ isHidden, source }: Flag): boolean {
  return isHidden === true && source.kind === 'global' && source.option.isRestriction !== true;
}

describe.each(Object.entries(commandLoaders))('%s', (name, load) => {
  verifies('configuration.precedence', 'takes each option from where it is said first', async () => {
    const line = commandLineOf(await load());
    for (const flag of line.flags.filter(isConfigurable)) {
      const [inFile, inEnvironment, typed] = valuesOf(flag);
      const configuration = {
        path: '/project/studio-bridge.json',
        general: {},
        commands: { [name]: { [keyOf(flag)]: jsonOf(flag, inFile) } },
      };
      const read = (args: readonly string[], env: Record<string, string>) =>
        readBack(
          flag,
          parseArgv(line, args, env, () => configuredFlags(configuration, name, line)),
        );
      const env = flag.hasNoVariable ? {} : { [environmentName(flag.name)]: inEnvironment };
      const args = flag.isBoolean ? [`--${flag.name}`] : [`--${flag.name}`, typed];
      expect(read([], {}), `--${flag.name} in the file`).toBe(inFile);
      if (!flag.hasNoVariable) expect(read([], env), `--${flag.name} in the environment`).toBe(inEnvironment);
      if (isIdle(flag)) expect(() => read(args, env)).toThrow(`--${flag.name} has no effect on ${name}.`);
      else expect(read(args, env), `--${flag.name} as a flag`).toBe(typed);
    }
  });
});
