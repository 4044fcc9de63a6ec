// From the packed form to the instances that it stands for.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SerializedValue } from '../../protocol/values.js';
import type { DataModelInstance, PackedTree } from './tree.js';

export interface TreeRow {
  /** From 1; also the key of its name, attributes and tags. */
  readonly number: number;
  /** Of the row that it is below; 0 for none. */
  readonly parent: number;
  readonly childCount: number;
  readonly segment: string;
  readonly className: string;
  readonly properties: readonly string[];
  /** Of each property the place of its value in the pool, from 1; 0 where it could not be read. */
  readonly places: readonly number[];
}

/** Which values rows have in common is known only in their order. */
export function* readRows(packed: PackedTree): Generator<TreeRow> {
  const rows = typeof packed.rows === 'string' ? packed.rows.split('\n') : packed.rows;
  const lastOf: (readonly number[])[] = [];
  for (const [at, row] of rows.entries()) {
    const [parent = '', classText = '', childCount = '', values = ''] = row.split(';');
    const index = Number(classText) - 1;
    const type = packed.classes[index];
    const segment = packed.segments[at];
    if (type === undefined || segment === undefined) throw malformed(at);
    const places = readPlaces(values, lastOf[index]);
    if (places.length > 0) lastOf[index] = places;
    yield {
      number: at + 1,
      parent: Number(parent),
      childCount: Number(childCount),
      segment,
      className: type.name,
      properties: type.properties,
      places,
    };
  }
}

export function unpackTree(packed: PackedTree): DataModelInstance {
  const stubRows = new Set(packed.stubs);
  const nodes: DataModelInstance[] = [];
  for (const { number, segment, className, childCount, properties, places, ...row } of readRows(packed)) {
    const parent = nodes[row.parent - 1];
    if (number > 1 && parent === undefined) throw malformed(number - 1);
    const key = String(number);
    const tags = packed.tags[key];
    const node: DataModelInstance = {
      name: packed.names[key] ?? segment,
      className,
      path: parent ? `${parent.path}.${segment}` : segment,
      properties: readProperties(properties, places, packed.pool),
      attributes: packed.attributes[key] ?? {},
      ...(tags ? { tags } : {}),
      childCount,
      ...(packed.depth > 0 ? { children: [] } : {}),
      ...(stubRows.has(number) ? { isStub: true as const } : {}),
    };
    nodes.push(node);
    parent?.children?.push(node);
  }
  const [root] = nodes;
  if (!root) throw malformed(0);
  return root;
}

function readPlaces(text: string, last: readonly number[] = []): readonly number[] {
  if (text === '') return [];
  if (text === '~') return last;
  if (!text.startsWith('~')) return text.split(',').map(Number);
  const places = [...last];
  for (const change of text.slice(1).split(',')) {
    const end = change.indexOf('=');
    places[Number(change.slice(0, end)) - 1] = Number(change.slice(end + 1));
  }
  return places;
}

function readProperties(
  names: readonly string[],
  places: readonly number[],
  pool: readonly SerializedValue[],
): Record<string, SerializedValue> {
  const properties: Record<string, SerializedValue> = {};
  for (const [at, place] of places.entries()) {
    const name = names[at];
    const value = pool[place - 1];
    if (name !== undefined && value !== undefined) properties[name] = value;
  }
  return properties;
}

function malformed(row: number): BridgeError {
  return new BridgeError(
    'INVALID_RESULT',
    `The answer to queryDataModel has not the expected shape: row ${row + 1} of its tree does not fit the others.`,
    { delivery: 'ran' },
  );
}
