import { expect, test } from 'vitest';
import type { SerializedValue } from '../../protocol/values.js';
import { bytesOf, formatValue } from './value-text.js';

test.each<[SerializedValue, string]>([
  [null, 'nil'],
  [true, 'true'],
  [1.5, '1.5'],
  ['as it is', 'as it is'],
  [[], '{}'],
  [[1, 'a', [null]], '{ 1, "a", { nil } }'],
  [{ x: 1, 'not a name': 'y' }, '{ x = 1, ["not a name"] = "y" }'],
  [{ type: 'Number', value: '-inf' }, '-inf'],
  [{ type: 'Vector3', value: [1, 2, 3] }, '1, 2, 3'],
  [{ type: 'Vector3', value: [1, { type: 'Number', value: 'inf' }, 3] }, '1, inf, 3'],
  [{ type: 'Font', family: 'x', weight: 'Bold' }, '{"type":"Font","family":"x","weight":"Bold"}'],
  [{ weight: 'Bold', type: 'Font', family: 'x' }, '{"type":"Font","family":"x","weight":"Bold"}'],
  [{ type: 'Enum', name: 'Font' }, 'Enum.Font'],
  [{ type: 'UDim2', value: [0, 1, 0.5, 2] }, '{0, 1}, {0.5, 2}'],
  [{ type: 'BrickColor', name: 'Really red', value: 1004 }, 'Really red'],
  [{ type: 'EnumItem', enum: 'Material', name: 'Plastic', value: 256 }, 'Enum.Material.Plastic'],
  [{ type: 'Instance', className: 'Part', path: 'game.Workspace.Part' }, 'game.Workspace.Part'],
  [{ type: 'Bytes', base64: '//4=' }, 'string of 2 bytes (base64 //4=)'],
  [{ type: 'Buffer', base64: 'AQ==' }, 'buffer of 1 bytes (base64 AQ==)'],
  [{ type: 'Cycle', path: 'a.b' }, '*cycle to a.b*'],
  [{ type: 'Cycle', path: '' }, '*cycle to the top*'],
  [
    {
      type: 'Table',
      entries: [
        [1, 'x'],
        [true, { type: 'Vector2', value: [1, 2] }],
      ],
    },
    '{ [1] = "x", [true] = 1, 2 }',
  ],
  [{ type: 'Unsupported', typeName: 'function', toString: 'function: 0x1' }, 'function: 0x1'],
  [
    { type: 'Truncated', typeName: 'string', toString: 'xx' },
    'xx… (the start of a string too large to return)',
  ],
  [{ type: 'Truncated', typeName: 'buffer', toString: 'a buffer of 9 bytes' }, 'a buffer of 9 bytes'],
  [{ type: 'FromALaterBuild', deep: 1 }, '{"type":"FromALaterBuild","deep":1}'],
])('%j is shown as %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test('strings and buffers have bytes, other values do not', () => {
  expect(bytesOf('ä')).toEqual(Buffer.from('ä'));
  expect(bytesOf({ type: 'Bytes', base64: '//4=' })).toEqual(Buffer.from([255, 254]));
  expect(bytesOf({ type: 'Buffer', base64: 'AQ==' })).toEqual(Buffer.from([1]));
  expect(bytesOf(1)).toBeUndefined();
  expect(bytesOf({ base64: 'AQ==' })).toBeUndefined();
});
