// From the packed form to the instances that it stands for.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SerializedValue } from '../../protocol/values.js';
import type { DataModelInstance, PackedTree } from './tree.js';

export function unpackTree(packed: PackedTree): DataModelInstance {
  const { classes, stubs } = packed;
  const rows = typeof packed.rows === 'string' ? packed.rows.split('\n') : packed.rows;
  const stubRows = new Set(stubs);
  const nodes: DataModelInstance[] = [];
  for (const [at, row] of rows.entries()) {
    const [parentText, classText, countText, values = ''] = row.split(';');
    const segment = packed.segments[at];
    const type = classes[Number(classText) - 1];
    const parent = nodes[Number(parentText) - 1];
    if (segment === undefined || type === undefined || (at > 0 && parent === undefined)) throw malformed(at);
    const key = String(at + 1);
    const tags = packed.tags[key];
    const node: DataModelInstance = {
      name: packed.names[key] ?? segment,
      className: type.name,
      path: parent ? `${parent.path}.${segment}` : segment,
      properties: readProperties(type.properties, values, packed.pool),
      attributes: packed.attributes[key] ?? {},
      ...(tags ? { tags } : {}),
      childCount: Number(countText),
      ...(packed.depth > 0 ? { children: [] } : {}),
      ...(stubRows.has(at + 1) ? { isStub: true as const } : {}),
    };
    nodes.push(node);
    parent?.children?.push(node);
  }
  const [root] = nodes;
  if (!root) throw malformed(0);
  return root;
}

function readProperties(
  names: readonly string[],
  values: string,
  pool: readonly SerializedValue[],
): Record<string, SerializedValue> {
  const properties: Record<string, SerializedValue> = {};
  if (values === '') return properties;
  const places = values.split(',');
  for (const [at, name] of names.entries()) {
    const value = pool[Number(places[at]) - 1];
    if (value !== undefined) properties[name] = value;
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
