// A frame as the host relays it: read as far as its envelope, and sent on as it came.
import type { Envelope } from '../../../protocol/envelope.js';

export { readFrame } from '../read-frame.js';

/** A frame as it came, with its envelope read. */
export interface Frame {
  readonly envelope: Envelope;
  readonly text: string;
}
