import { readXml } from 'rbx-dom';
import { expect, test } from 'vitest';
import { scriptTreeOf } from '../../support/script-tree.js';
import { renderPluginModel } from './plugin-model-file.js';

test('rbx-dom reads back what was written', () => {
  const source = 'local t = a[b[1]]>c\nreturn "]]>" -- <&> ü 😀';
  const xml = renderPluginModel(
    scriptTreeOf('Root <1>', { 'Main.server.luau': 'print(1)', 'Kit/M.luau': source }),
  );
  const dom = readXml(Buffer.from(xml));
  expect(JSON.stringify(dom)).toContain('Root <1>');
  expect(JSON.stringify(dom)).toContain(JSON.stringify(source).slice(1, -1));
});

test('the same tree gives the same text', () => {
  const files = { 'B.luau': '2', 'A.luau': '1' };
  expect(renderPluginModel(scriptTreeOf('R', files))).toBe(
    renderPluginModel(scriptTreeOf('R', Object.fromEntries(Object.entries(files).reverse()))),
  );
});

test('a character that XML cannot carry is refused by name', () => {
  expect(() => renderPluginModel(scriptTreeOf('R', { 'A.luau': 'x\u0000' }))).toThrow(
    'The source of A holds the character U+0000, which a model file cannot carry.',
  );
});
