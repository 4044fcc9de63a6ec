// What is tested where nobody said so, and the sentences where that is not clear.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { findTestTarget } from './find-test-target.js';

function useFolder(files: Readonly<Record<string, unknown>>): string {
  const folder = useTmp();
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), JSON.stringify(content));
  return folder;
}

const DEPLOY = {
  universeId: 11,
  targets: {
    test: { placeId: '22', project: 'test/default.project.json', scriptTemplate: 'test/run.luau' },
    smoke: { universeId: 12, placeId: 23, project: 'smoke.project.json' },
    many: { project: 'x.project.json', places: { lobby: { placeId: 1 }, arena: { placeId: 2 } } },
    none: { placeId: 5 },
  },
};

test('deploy.nevermore.json says what is tested, by which script, and where in Open Cloud', () => {
  const folder = useFolder({ 'deploy.nevermore.json': DEPLOY, 'default.project.json': {} });
  expect(findTestTarget({}, folder)).toEqual({
    place: join('test', 'default.project.json'),
    script: join(folder, 'test', 'run.luau'),
    universeId: 11,
    placeId: 22,
    foundIn: 'deploy.nevermore.json',
  });
  expect(findTestTarget({ deployTarget: 'smoke' }, folder)).toMatchObject({
    place: 'smoke.project.json',
    script: undefined,
    universeId: 12,
    placeId: 23,
  });
  expect(findTestTarget({ place: 'other.rbxl' }, folder)).toEqual({ place: 'other.rbxl' });
  expect(findTestTarget({ place: 'other.rbxl', deployTarget: 'smoke' }, folder)).toMatchObject({
    place: 'other.rbxl',
    placeId: 23,
  });
});

test.each([
  ['many', 'The target "many" of FILE has several places.'],
  ['none', 'The target "none" of FILE names no "project".'],
  ['gone', 'FILE has no target "gone".'],
])('a target that cannot be used is said: %s', (deployTarget, sentence) => {
  const folder = useFolder({ 'deploy.nevermore.json': DEPLOY });
  const file = join(folder, 'deploy.nevermore.json');
  expect(() => findTestTarget({ deployTarget }, folder)).toThrow(sentence.replace('FILE', file));
});

test('a deploy.nevermore.json that is not JSON is said', () => {
  const folder = useFolder({});
  writeFileSync(join(folder, 'deploy.nevermore.json'), '{ "targets": nothing }');
  expect(() => findTestTarget({}, folder)).toThrow(
    /deploy\.nevermore\.json is not JSON: Unexpected token .+\.$/,
  );
});

test('a deploy.nevermore.json that is none is said, and one without the default target is passed over', () => {
  const broken = useFolder({ 'deploy.nevermore.json': { targets: 5 } });
  expect(() => findTestTarget({}, broken)).toThrow('it needs "targets", each with a "project".');
  const other = useFolder({ 'deploy.nevermore.json': { targets: {} }, 'default.project.json': {} });
  expect(findTestTarget({}, other)).toEqual({ place: 'default.project.json' });
});

test('a project for tests comes before others, then the only project, then the only place', () => {
  const find = (...names: string[]) =>
    findTestTarget({}, useFolder(Object.fromEntries(names.map((name) => [name, {}]))));
  expect(find('default.project.json', 'test.project.json', 'a.rbxl')).toEqual({ place: 'test.project.json' });
  expect(find('a.rbxl', 'shop.project.json')).toEqual({ place: 'shop.project.json' });
  expect(find('a.rbxlx', 'notes.md')).toEqual({ place: 'a.rbxlx' });
  expect(() => find('a.project.json', 'b.project.json')).toThrow(
    'has several things that could be tested: a.project.json, b.project.json.',
  );
  expect(() => find('notes.md')).toThrow('no Rojo project and no place file.');
});
