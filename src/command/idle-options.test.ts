import { expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { commandLoaders } from '../commands/loaders.generated.js';
import { GLOBAL_OPTIONS } from './argv/global-options.js';
import { refuseIdleOptions } from './idle-options.js';

const command = {
  bounds: {
    place: { needs: ['cloud'] },
    filter: { excludedBy: ['script', 'scriptText'] },
    output: { excludedBy: ['watch'] },
  },
};

function refuse(input: Record<string, unknown>, said: readonly string[]): void {
  refuseIdleOptions(command, input, said, (name) => `--${name}`);
}

verifies('configuration.no-effect', 'an option that needs another one is refused without it', () => {
  expect(() => refuse({ cloud: false, place: 3 }, ['place'])).toThrow(
    '--place has an effect only with --cloud.',
  );
  expect(() => refuse({ cloud: true, place: 3 }, ['place'])).not.toThrow();
});

test('an option that another one leaves nothing to do is refused beside it', () => {
  expect(() => refuse({ scriptText: 'x', filter: 'y' }, ['scriptText', 'filter'])).toThrow(
    '--filter has no effect beside --scriptText.',
  );
  expect(() => refuse({ script: undefined, filter: 'y' }, ['filter'])).not.toThrow();
});

test('so is a global one', () => {
  expect(() => refuse({ watch: true }, ['watch', 'output'])).toThrow(
    '--output has no effect beside --watch.',
  );
  expect(() => refuse({ watch: false }, ['output'])).not.toThrow();
});

test('what nobody said for this run is left alone, and so is what asks for nothing', () => {
  expect(() => refuse({ scriptText: 'x', filter: 'y' }, ['scriptText'])).not.toThrow();
  expect(() => refuse({ script: 'x', filter: [] }, ['filter'])).not.toThrow();
});

test('every bound names options of its command', async () => {
  for (const [name, load] of Object.entries(commandLoaders)) {
    const { bounds = {}, input } = await load();
    const own = Object.keys(input.def.shape);
    for (const [option, { needs = [], excludedBy = [] } = {}] of Object.entries(bounds)) {
      expect([...own, ...GLOBAL_OPTIONS.map((one) => one.name)], name).toContain(option);
      expect(own, name).toEqual(expect.arrayContaining([...needs, ...excludedBy]));
    }
  }
});
