// A subtree as a file that is the same whenever the place is: sorted, without times, ids or session names.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SerializedValue } from '../../protocol/values.js';

export type Values = Readonly<Record<string, SerializedValue>>;

export interface SnapshotInstance {
  readonly className: string;
  /** Of what a place file would hold, in version 2 what is other than `classes` says of its class. */
  readonly properties: Values;
  /** What `classes` tells and this one could not be asked. */
  readonly without?: readonly string[];
  readonly attributes?: Values;
  readonly tags?: readonly string[];
}

export interface Snapshot {
  readonly kind: 'studio-bridge-snapshot';
  /** 1: each instance tells all of its properties. */
  readonly version: 1 | 2;
  readonly root: string;
  /** What most instances of a class have. */
  readonly classes?: Readonly<Record<string, Values>>;
  /** By path. */
  readonly instances: Readonly<Record<string, SnapshotInstance>>;
}

export function emptySnapshot(root: string): Snapshot {
  return { kind: 'studio-bridge-snapshot', version: 2, root, classes: {}, instances: {} };
}

export function readSnapshot(text: string, file: string): Snapshot {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BridgeError('USAGE', `${file} is no snapshot: it is not JSON.`, { cause: error });
  }
  if (isSnapshot(json)) return json;
  throw new BridgeError('USAGE', `${file} is no snapshot that this version can read.`, {
    hint: 'Make one: studio-bridge explorer snapshot Workspace --output before.json',
  });
}

/** A line for each value: made for people and for tools that compare lines. */
export function snapshotText({ classes = {}, instances, ...head }: Snapshot): string {
  return [
    `${JSON.stringify(head, undefined, 1).slice(0, -2)},`,
    ` "classes": {`,
    ...blocks(classes, (values) => fields(Object.entries(values), 3)),
    ' },',
    ' "instances": {',
    ...blocks(instances, ({ properties, attributes = {}, ...rest }) => [
      ...fields(Object.entries(rest), 3, true),
      '   "properties": {',
      ...fields(Object.entries(properties), 4),
      Object.keys(attributes).length === 0 ? '   }' : '   },',
      ...(Object.keys(attributes).length === 0
        ? []
        : ['   "attributes": {', ...fields(Object.entries(attributes), 4), '   }']),
    ]),
    ' }',
    '}',
  ].join('\n');
}

function* blocks<Item>(
  items: Readonly<Record<string, Item>>,
  lines: (item: Item) => string[],
): Generator<string> {
  let left = Object.keys(items).length;
  for (const [name, item] of Object.entries(items)) {
    yield `  ${JSON.stringify(name)}: {`;
    yield* lines(item);
    yield --left > 0 ? '  },' : '  }';
  }
}

function fields(
  entries: readonly (readonly [string, unknown])[],
  indent: number,
  isFollowed = false,
): string[] {
  const space = ' '.repeat(indent);
  return entries.map(([name, value], at) => {
    const comma = isFollowed || at < entries.length - 1 ? ',' : '';
    return `${space}${JSON.stringify(name)}: ${JSON.stringify(value)}${comma}`;
  });
}

function isSnapshot(json: unknown): json is Snapshot {
  if (!isTable(json)) return false;
  const { kind, version, root, instances, classes } = json;
  const isKnown = version === 1 ? classes === undefined : version === 2 && isTableOf(classes, isTable);
  return (
    kind === 'studio-bridge-snapshot' &&
    isKnown &&
    typeof root === 'string' &&
    isTableOf(instances, isInstance)
  );
}

function isInstance(value: unknown): boolean {
  if (!isTable(value)) return false;
  const { className, properties, without = [], attributes = {}, tags = [] } = value;
  return (
    typeof className === 'string' &&
    isTable(properties) &&
    isTable(attributes) &&
    isListOfTexts(without) &&
    isListOfTexts(tags)
  );
}

function isTableOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return isTable(value) && Object.values(value).every(isItem);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
