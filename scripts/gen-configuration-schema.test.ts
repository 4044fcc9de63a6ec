// The schema that is published is the one that the definitions give, and what the guide shows fits it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfiguration } from '../src/command/argv/configuration.js';
import { commandIndex } from '../src/commands/index.generated.js';
import { codeBlocks } from '../tests/support/markdown.js';
import { verifies } from '../tests/support/verifies.js';
import { ROOT } from './bundling.js';

const schema = JSON.parse(readFileSync(join(ROOT, 'studio-bridge.schema.json'), 'utf8'));

verifies('configuration.schema', 'the schema knows every option and command, and nothing else', () => {
  expect(schema.properties.port).toEqual({
    description: 'Port of the bridge host',
    type: 'integer',
    minimum: 1,
    maximum: 65_535,
  });
  expect(schema.properties.host.enum).toEqual(['command', 'background']);
  expect(Object.keys(schema.properties)).not.toContain('help');
  const names = commandIndex.commands.map(({ path }) => path.join(' '));
  expect(Object.keys(schema.properties.commands.properties)).toEqual(names);
  const logs = schema.properties.commands.properties['console logs'];
  expect(logs).toMatchObject({
    additionalProperties: false,
    properties: {
      count: { type: 'integer' },
      levels: { type: 'array', items: { enum: ['Print', 'Info', 'Warning', 'Error'] } },
      port: { $ref: '#/properties/port' },
    },
  });
});

test('the example of the guide is one that the program takes', () => {
  const guide = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');
  const [example] = codeBlocks(guide).filter(({ language }) => language === 'json');
  const names = commandIndex.commands.map(({ path }) => path.join(' '));
  const { general } = readConfiguration('x', JSON.parse(example?.text ?? ''), names);
  expect(general).toMatchObject({ host: 'background' });
});
