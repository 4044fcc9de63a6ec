import { createDom, readBinary } from 'rbx-dom';
import { expect, test } from 'vitest';
import { verifies } from '../../../tests/support/verifies.js';
import type { PlaceRoot, PlaceShell } from '../../support/place-parts.js';
import { assemblePlace } from './assembled-place.js';
import { writePlace } from './place-file.js';

const shell = (className: string, changes: Partial<PlaceShell> = {}): PlaceShell => ({
  className,
  name: className,
  parent: 0,
  properties: {},
  attributes: {},
  tags: [],
  references: {},
  ...changes,
});

function modelOf(...children: { className: string; name: string }[]): Uint8Array {
  const dom = createDom({ className: 'DataModel', children });
  return dom.toBinary({ refs: dom.children(dom.rootRef) });
}

const root = (owner: number, className: string, name: string): PlaceRoot => ({
  shell: owner,
  className,
  name,
});

/** As rbx-dom reads what is written. */
function read(parts: Parameters<typeof assemblePlace>[0]) {
  const { place, left } = assemblePlace(parts);
  const dom = readBinary(writePlace(place, { kind: 'place', isXml: false }));
  const view = dom.view();
  return { children: view.children ?? [], left };
}

verifies('place.save', 'values of every kind are written as rbx-dom reads them', () => {
  const { children, left } = read({
    model: new Uint8Array(),
    roots: [],
    shells: [
      shell('Workspace', {
        properties: {
          Gravity: 50.5,
          FallenPartsDestroyHeight: { type: 'Number', value: '-inf' },
          GlobalWind: { type: 'Vector3', value: [1, 2, { type: 'Number', value: 'inf' }] },
          NotThere: 1,
        },
        attributes: {
          Speed: 5,
          Wind: { type: 'Vector3', value: [1, 2, 3] },
          Stuff: { type: 'EnumItem', enum: 'Material', name: 'Neon', value: 288 },
          Raw: { type: 'Bytes', base64: '/w==' },
          Odd: { type: 'Region3', value: [] },
        },
        tags: ['One', 'Two'],
      }),
      shell('Terrain', {
        parent: 1,
        properties: { WaterColor: { type: 'Color3', value: [1, 0.5, 0] }, Decoration: true },
      }),
      shell('Lighting', {
        properties: {
          TimeOfDay: '03:00:00',
          Ambient: { type: 'Color3', value: [0, 0.25, 1] },
          ShadowSoftness: 0.5,
        },
      }),
    ],
  });
  expect(left).toEqual(['Workspace.NotThere', 'Workspace.attribute Raw', 'Workspace.attribute Odd']);
  const [workspace, lighting] = children;
  expect(workspace).toMatchObject({
    class: 'Workspace',
    properties: {
      Gravity: { Float32: 50.5 },
      // It shows what JSON cannot hold as null.
      GlobalWind: { Vector3: [1, 2, null] },
      FallenPartsDestroyHeight: { Float32: null },
      Tags: { Tags: ['One', 'Two'] },
    },
    children: [{ class: 'Terrain', properties: { WaterColor: { Color3: [1, 0.5, 0] } } }],
  });
  expect(lighting).toMatchObject({
    class: 'Lighting',
    properties: { TimeOfDay: { String: '03:00:00' }, Ambient: { Color3: [0, 0.25, 1] } },
  });
});

const SHELLS = [shell('Workspace', { references: { CurrentCamera: { root: 2 } } }), shell('Teams')];

test.each([
  ['in their order', ['Part A', 'Camera Camera', 'Team A']],
  ['in another order', ['Team A', 'Camera Camera', 'Part A']],
])('the instances of the model go where they belong, %s', (_how, order) => {
  const children = order.map((text) => {
    const [className = '', name = ''] = text.split(' ');
    return { className, name };
  });
  const { children: services } = read({
    model: modelOf(...children),
    shells: SHELLS,
    roots: [root(1, 'Part', 'A'), root(1, 'Camera', 'Camera'), root(2, 'Team', 'A')],
  });
  const [workspace, teams] = services;
  expect(workspace?.children?.map((child) => child.class).sort()).toEqual(['Camera', 'Part']);
  expect(teams?.children).toMatchObject([{ class: 'Team', name: 'A' }]);
  const camera = workspace?.children?.find((child) => child.class === 'Camera');
  expect(workspace?.properties?.CurrentCamera).toBe(camera?.referent);
});

test.each([
  ['one that is not there', [root(1, 'Part', 'B')]],
  ['one that could be either', [root(1, 'Part', 'A'), root(2, 'Part', 'A')]],
])('%s is told', (_what, roots) => {
  const model = modelOf(
    { className: 'Camera', name: 'C' },
    { className: 'Part', name: 'A' },
    { className: 'Part', name: 'A' },
  );
  expect(() => assemblePlace({ model, shells: SHELLS, roots })).toThrow(
    /it cannot be told where Part [AB] belongs/,
  );
});
