// A subtree as a file that is the same whenever the place is: sorted, without times, ids or session names.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SerializedValue } from '../../protocol/values.js';
import { type Asker, lookAsync } from './look.js';
import type { DataModelInstance } from './tree.js';

export interface SnapshotInstance {
  readonly className: string;
  /** Those that a place file would hold. */
  readonly properties: Readonly<Record<string, SerializedValue>>;
  readonly attributes: Readonly<Record<string, SerializedValue>>;
  readonly tags: readonly string[];
}

export interface Snapshot {
  readonly kind: 'studio-bridge-snapshot';
  readonly version: 1;
  readonly root: string;
  /** By path. */
  readonly instances: Readonly<Record<string, SnapshotInstance>>;
}

const DEEPEST = 1000;
/** Pages are put together, so they need not be as large as an answer can be: a Studio holds several copies of one. */
const PAGE_BYTES = 4 * 1024 * 1024;

export async function takeSnapshotAsync(path: string, asker: Asker): Promise<Snapshot> {
  const found = new Map<string, SnapshotInstance>();
  let root = path;
  let cursor: string | undefined;
  do {
    const view = await lookAsync(
      {
        path,
        depth: DEEPEST,
        propertySet: 'saved',
        includeAttributes: true,
        maxBytes: PAGE_BYTES,
        ...(cursor === undefined ? {} : { cursor }),
      },
      asker,
    );
    root = view.instance.path;
    collect(view.instance, found);
    if (view.truncated && view.nextCursor === cursor) {
      throw new BridgeError('INVALID_RESULT', `An instance below ${root} is too large for one answer.`);
    }
    cursor = view.nextCursor;
  } while (cursor !== undefined);
  const paths = [...found.keys()].sort();
  return {
    kind: 'studio-bridge-snapshot',
    version: 1,
    root,
    instances: Object.fromEntries(paths.flatMap((at) => entry(at, found.get(at)))),
  };
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

function isSnapshot(json: unknown): json is Snapshot {
  if (typeof json !== 'object' || json === null) return false;
  const { kind, version, root, instances } = json as Partial<Record<keyof Snapshot, unknown>>;
  const isTable = typeof instances === 'object' && instances !== null;
  return kind === 'studio-bridge-snapshot' && version === 1 && typeof root === 'string' && isTable;
}

function collect(instance: DataModelInstance, found: Map<string, SnapshotInstance>): void {
  const { path, className, properties, attributes, tags = [], children, isStub } = instance;
  if (!isStub) {
    found.set(path, {
      className,
      properties: sorted(properties),
      attributes: sorted(attributes),
      tags: [...tags].sort(),
    });
  }
  for (const child of children ?? []) collect(child, found);
}

function sorted(values: Readonly<Record<string, SerializedValue>>): Record<string, SerializedValue> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function entry(path: string, instance: SnapshotInstance | undefined): [string, SnapshotInstance][] {
  return instance ? [[path, instance]] : [];
}
