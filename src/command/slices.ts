// Bytes that are too long for one message, asked for slice by slice.
import { BridgeError } from '../protocol/bridge-error.js';
import type { SerializedValue } from '../protocol/values.js';
import { bytesOf } from './text/value-text.js';

interface Slice {
  /** Of the bytes that are kept for the next slice. */
  readonly token: string;
  readonly total: number;
  readonly data: SerializedValue;
}

/** Also gives back the first answer, which says what the bytes are. */
export async function receiveSlicesAsync<Answer extends Slice>(
  askAsync: (at: { token: string | undefined; offset: number }) => Promise<Answer>,
): Promise<{ first: Answer; bytes: Buffer }> {
  const slices: Uint8Array[] = [];
  const first = await askAsync({ token: undefined, offset: 0 });
  let received = 0;
  for (let answer = first; ; answer = await askAsync({ token: first.token, offset: received })) {
    const slice = bytesOf(answer.data) ?? new Uint8Array();
    slices.push(slice);
    received += slice.length;
    if (received >= first.total) return { first, bytes: Buffer.concat(slices) };
    if (slice.length === 0) {
      throw new BridgeError('INVALID_RESULT', 'The answer ended before it was whole.', { delivery: 'ran' });
    }
  }
}
