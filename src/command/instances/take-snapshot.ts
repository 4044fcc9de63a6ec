// Takes a snapshot of what is there, page by page.
import { BridgeError } from '../../protocol/bridge-error.js';
import { type Asker, askTreeAsync } from './look.js';
import type { Snapshot } from './snapshot.js';
import { SnapshotBuilder } from './snapshot-builder.js';

const DEEPEST = 1000;
/** Pages are put together, so they need not be as large as an answer can be: a Studio holds several copies of one. */
const PAGE_BYTES = 4 * 1024 * 1024;

export async function takeSnapshotAsync(path: string, asker: Asker): Promise<Snapshot> {
  const builder = new SnapshotBuilder();
  let cursor: string | undefined;
  do {
    const { packed, truncated, nextCursor } = await askTreeAsync(
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
    if (!packed) {
      throw new BridgeError('CAPABILITY_NOT_SUPPORTED', 'This plugin is too old to write down instances.');
    }
    builder.add(packed);
    if (truncated && nextCursor === cursor) {
      throw new BridgeError(
        'INVALID_RESULT',
        `An instance below ${builder.root} is too large for one answer.`,
      );
    }
    cursor = nextCursor;
  } while (cursor !== undefined);
  return builder.build();
}
