// Random places, written and read in all formats, by this package and by rbx-dom: both must see the same.
import fc from 'fast-check';
import { createDom, type Dom, readBinary, readXml, reflection } from 'rbx-dom';
import { expect, test } from 'vitest';
import { verifies } from '../../../tests/support/verifies.js';
import { readPlace, writePlace } from './place-file.js';

type Variant = Record<string, unknown>;
type Properties = Record<string, Variant>;
interface Spec {
  className: string;
  name: string;
  properties: Properties;
  parent: number;
}

const float = fc
  .float({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (Object.is(value, -0) ? 0 : value));
const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
/** What XML can hold: no control characters. */
const text = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .filter((value) => !/[\0-\x08\x0b-\x1f]/.test(value));
const bytes = fc.uint8Array({ maxLength: 40 }).map((value) => Buffer.from(value).toString('base64'));
const vector3 = fc.tuple(float, float, float);
const rotation = fc.oneof(
  fc.constant([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]),
  fc.constant([
    [0, 0, 1],
    [0, 1, 0],
    [-1, 0, 0],
  ]),
  fc.tuple(vector3, vector3, vector3),
);
const cframe = fc.record({ position: vector3, orientation: rotation });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const color = fc.tuple(float, float, float);

const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  Bool: fc.boolean(),
  Int32: int,
  Int64: int64,
  Float32: float,
  Float64: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Object.is(value, -0) ? 0 : value)),
  String: text,
  BinaryString: bytes,
  ContentId: text,
  SharedString: bytes,
  Vector2: fc.tuple(float, float),
  Vector3: vector3,
  CFrame: cframe,
  OptionalCFrame: fc.option(cframe),
  Color3: color,
  UDim: fc.tuple(float, int),
  UDim2: fc.tuple(fc.tuple(float, int), fc.tuple(float, int)),
  Rect: fc.tuple(fc.tuple(float, float), fc.tuple(float, float)),
  Ray: fc.record({ origin: vector3, direction: vector3 }),
  NumberRange: fc.tuple(float, float),
  NumberSequence: fc.record({
    keypoints: fc.array(fc.record({ time: float, value: float, envelope: float }), {
      minLength: 2,
      maxLength: 4,
    }),
  }),
  ColorSequence: fc.record({
    keypoints: fc.array(fc.record({ time: float, color }), { minLength: 2, maxLength: 4 }),
  }),
  Faces: fc.subarray(['Right', 'Top', 'Back', 'Left', 'Bottom', 'Front']),
  Axes: fc.subarray(['X', 'Y', 'Z']),
  BrickColor: fc.constantFrom(1, 5, 21, 194, 1032),
  Vector3int16: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -32768, max: 32767 }))),
  PhysicalProperties: fc.oneof(
    fc.constant('Default'),
    fc.record({
      density: float,
      friction: float,
      elasticity: float,
      frictionWeight: float,
      elasticityWeight: float,
      acousticAbsorption: float,
    }),
  ),
  Font: fc.record({
    family: text,
    weight: fc.constantFrom('Thin', 'Regular', 'Heavy'),
    style: fc.constantFrom('Normal', 'Italic'),
    cachedFaceId: fc.option(text.filter((value) => value !== '')),
  }),
  Tags: fc.uniqueArray(
    text.filter((value) => value !== ''),
    { maxLength: 3 },
  ),
  Attributes: fc.dictionary(
    fc.stringMatching(/^[A-Za-z]\w{0,9}$/),
    fc.oneof(
      fc.boolean().map((value) => ({ Bool: value })),
      float.map((value) => ({ Float64: value })),
      text.map((value) => ({ String: value })),
      vector3.map((value) => ({ Vector3: value })),
      cframe.map((value) => ({ CFrame: value })),
    ),
    { maxKeys: 4 },
  ),
  SecurityCapabilities: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
  UniqueId: fc.stringMatching(/^[0-7][0-9a-f]{31}$/),
};

interface ClassShape {
  readonly name: string;
  readonly properties: readonly { readonly name: string; readonly arbitrary: fc.Arbitrary<Variant> }[];
}

function shapes(): ClassShape[] {
  const { Classes } = reflection.database() as object as {
    Classes: Record<string, { Name: string; Tags: string[]; DefaultProperties: Record<string, Variant> }>;
  };
  return Object.values(Classes)
    .filter(
      ({ Tags, DefaultProperties }) =>
        !Tags.includes('NotCreatable') && Object.keys(DefaultProperties).length,
    )
    .map(({ Name, DefaultProperties }) => ({
      name: Name,
      properties: Object.entries(DefaultProperties).flatMap(([name, variant]) => {
        const [type = ''] = Object.keys(variant);
        const arbitrary = type === 'Enum' ? fc.nat(400) : VALUES[type];
        // Its own text is written for it, and a place has one of its own.
        if (!arbitrary || name === 'Name' || name === 'UniqueId') return [];
        return [{ name, arbitrary: arbitrary.map((value) => ({ [type]: value })) }];
      }),
    }));
}

const SHAPES = shapes();

const properties = (shape: ClassShape): fc.Arbitrary<Properties> =>
  fc
    .subarray([...shape.properties])
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map(({ name, arbitrary }) => [name, arbitrary]))));

/** `parent` chooses among those before it; the first is in none. */
const spec: fc.Arbitrary<Spec> = fc.nat(SHAPES.length - 1).chain((index) => {
  const shape = SHAPES[index] ?? { name: 'Folder', properties: [] };
  return fc.record({
    className: fc.constant(shape.name),
    name: text,
    properties: properties(shape),
    parent: fc.nat(20),
  });
});

const doms = fc.array(spec, { minLength: 1, maxLength: 12 }).map((specs) => {
  const dom = createDom({ className: 'DataModel' });
  const referents = [dom.rootRef];
  for (const { className, name, properties: own, parent } of specs) {
    const owner = referents[parent % referents.length] ?? dom.rootRef;
    referents.push(dom.insert(owner, { className, name, properties: own as never }));
  }
  return dom;
});

const rootsOf = (dom: Dom) => dom.children(dom.rootRef);
const inBinary = (dom: Dom, compression: 'lz4' | 'zstd' | 'none' = 'lz4') =>
  dom.toBinary({ refs: rootsOf(dom), compression });
const inXml = (dom: Dom) => dom.toXml({ refs: rootsOf(dom) });
const BINARY = { kind: 'place', isXml: false } as const;
const XML = { kind: 'place', isXml: true } as const;

/** Without referents, which differ from reading to reading. */
const viewOf = (dom: Dom) =>
  JSON.parse(JSON.stringify(dom.view(), (key, value) => (key === 'referent' ? 0 : value)));

for (const compression of ['lz4', 'zstd', 'none'] as const) {
  verifies('places.formats', `what rbx-dom writes in binary (${compression}) stays what it is`, () => {
    fc.assert(
      fc.property(doms, (dom) => {
        const file = inBinary(dom, compression);
        const again = writePlace(readPlace(file), BINARY);
        expect(viewOf(readBinary(again))).toEqual(viewOf(readBinary(file)));
      }),
      { numRuns: 60 },
    );
  });
}

verifies('places.formats', 'what rbx-dom writes in XML stays what it is', () => {
  fc.assert(
    fc.property(doms, (dom) => {
      const file = inXml(dom);
      const again = writePlace(readPlace(file), XML);
      expect(viewOf(readXml(again))).toEqual(viewOf(readXml(file)));
    }),
    { numRuns: 60 },
  );
});

verifies('places.formats', 'both formats say the same, from one to the other and back', () => {
  fc.assert(
    fc.property(doms, (dom) => {
      const file = inBinary(dom);
      const xml = writePlace(readPlace(file), XML);
      expect(viewOf(readXml(xml))).toEqual(viewOf(readBinary(file)));
      const binary = writePlace(readPlace(xml), BINARY);
      expect(viewOf(readBinary(binary))).toEqual(viewOf(readBinary(file)));
    }),
    { numRuns: 60 },
  );
});

test('writing what was read gives the same bytes from then on', () => {
  fc.assert(
    fc.property(doms, fc.boolean(), (dom, isXml) => {
      const format = { kind: 'model', isXml } as const;
      const once = writePlace(readPlace(inBinary(dom)), format);
      expect(writePlace(readPlace(once), format).equals(once)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test.each([' ', '\t\n', ' \n x ', ' & '])('blanks are kept in XML: %j', (name) => {
  const file = inBinary(createDom({ className: 'DataModel', children: [{ className: 'Folder', name }] }));
  const xml = writePlace(readPlace(file), XML);
  expect(viewOf(readXml(xml))).toEqual(viewOf(readBinary(file)));
  expect(viewOf(readBinary(writePlace(readPlace(xml), BINARY)))).toEqual(viewOf(readBinary(file)));
});

test('numbers at their ends keep their bits', () => {
  const place = readPlace(inBinary(createDom({ className: 'DataModel', children: [{ className: 'Part' }] })));
  const { Float32 } = { Float32: 0x04 };
  for (const [index, value] of ['\0\0\x80\x7f', '\0\0\x80\xff', '\0\0\0\x80', '\x01\0\0\0'].entries()) {
    place.set(0, `Value${index}`, Float32, value);
  }
  for (const format of [BINARY, XML]) {
    const read = readPlace(writePlace(place, format));
    for (let index = 0; index < 4; index++)
      expect(read.get(0, `Value${index}`)).toBe(place.get(0, `Value${index}`));
  }
});
