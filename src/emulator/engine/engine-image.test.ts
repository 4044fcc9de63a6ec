import { expect, test } from 'vitest';
import { useEngine } from '../../../tests/support/use-engine.js';
import { Engine } from './engine.js';
import { decodeEngineImage, encodeEngineImage } from './engine-image.js';

const PARTS = ['module core/plugins', 'module datatypes/Vector2', 'class Part', 'class HttpService'];
const SOURCE = 'return { answer = 42, where = script:GetFullName() }';

function takeImage(chunks: Readonly<Record<string, string>> = {}): Uint8Array {
  const { engine } = useEngine();
  engine.prepare(PARTS, chunks);
  return engine.takeImage();
}

const tree = (module: string) =>
  ({
    name: 'Root',
    className: 'Folder',
    children: [
      {
        name: 'Main',
        className: 'Script',
        source:
          'local M = require(script.Parent.M)\nprint(M.answer, M.where, Vector2.new(1, 2), Instance.new("Part").Size)',
        children: [],
      },
      { name: 'M', className: 'ModuleScript', source: module, children: [] },
    ],
  }) as const;

test('an engine that starts from an image behaves as one that starts from its sources', () => {
  const lines = [undefined, takeImage({ 'Root.M': SOURCE })].map((image) => {
    const { engine, output } = useEngine(image === undefined ? {} : { image });
    engine.loadPlugin(tree(SOURCE));
    engine.loadPlugin({ name: 'Failing', className: 'Script', source: '\nerror("no")', children: [] });
    return output.map(({ level, body }) => `${level}: ${body}`);
  });
  expect(lines[1]).toEqual(lines[0]);
  expect(lines[1]?.[0]).toBe('Print: 42 Root.M 1, 2 4, 1.20000005, 2');
});

test('a chunk that was prepared serves its own text only', () => {
  const { engine, output } = useEngine({ image: takeImage({ 'Root.M': SOURCE }) });
  engine.loadPlugin(tree('return { answer = "another", where = "text" }'));
  expect(output[0]?.body).toMatch(/^another text /);
});

test('text that was prepared is compiled no more, once, and has the globals of who asks for it', () => {
  const text = 'return script.Name, ...';
  const compiled: string[] = [];
  const { engine, output } = useEngine({
    image: takeImage({ ahead: text }),
    onCompiled: (source) => compiled.push(source.toString()),
  });
  const source = `for _ = 1, 2 do print(loadstring("${text}", "=ahead")(5)) end`;
  engine.loadPlugin({ name: 'Asks', className: 'Script', source, children: [] });
  expect(output.map(({ body }) => body)).toEqual(['Asks 5', 'Asks 5']);
  expect(compiled.filter((one) => one === text)).toHaveLength(1);
});

test('what is prepared need not be read again', () => {
  const read: string[] = [];
  useEngine({ image: takeImage(), onNeeded: (part) => read.push(part) }).run('Vector2.new(1, 2)');
  expect(read).not.toContain('module datatypes/Vector2');
});

test('no place is in it', () => {
  const { run, output } = useEngine({ image: takeImage(), place: { Name: 'Mine' } });
  run('print(game.Name, #workspace:GetChildren(), next(workspace:GetAttributes()))');
  expect(output[0]?.body).toMatch(/^Mine \d+ nil$/);
});

test('an image of an engine with other operations is refused', () => {
  const image = decodeEngineImage(takeImage());
  const changed = encodeEngineImage({ ...image, operations: [...image.operations].reverse() });
  expect(() => new Engine({ ...withoutEffect, image: changed })).toThrow(
    'the prepared image of the emulated engine was made by another build',
  );
});

const withoutEffect = {
  clock: { now: () => 0, wallTime: () => 0, setTimer: () => ({ cancel: () => {} }) },
  onOutput: () => {},
  onFailure: () => {},
};
