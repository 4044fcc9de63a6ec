// Scripts that are to be others than in the version that a task runs on: few of them go with its script, many as binary
// input. Either way the place is not uploaded again.
import type { OpenCloudClient } from '../../open-cloud/index.js';
import type { ScriptChange } from './job-context.js';

/** The script may have 4 MB, and the tests of users are in it too. */
const IN_SCRIPT_BYTES = 1_000_000;

export interface SentChanges {
  readonly inScript?: readonly ScriptChange[] | 'input';
  readonly binaryInput?: string;
  /** For people. */
  readonly note?: string;
}

export async function sendChangesAsync(
  {
    client,
    universeId,
    changes,
  }: {
    readonly client: OpenCloudClient;
    readonly universeId: number;
    readonly changes: readonly ScriptChange[];
  },
  signal: AbortSignal,
): Promise<SentChanges> {
  if (changes.length === 0) return {};
  const bytes = Buffer.from(JSON.stringify(changes));
  const sources = changes.reduce((sum, { source }) => sum + Buffer.byteLength(source), 0);
  const scripts = changes.length === 1 ? '1 changed script goes' : `${changes.length} changed scripts go`;
  const note = `${scripts} with the task (${sources} bytes): the place is not uploaded again.`;
  if (bytes.byteLength <= IN_SCRIPT_BYTES) return { inScript: changes, note };
  const { path } = await client.sendBinaryInputAsync(universeId, bytes, signal);
  return { inScript: 'input', binaryInput: path, note };
}
