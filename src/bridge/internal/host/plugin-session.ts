// One connected plugin, after its handshake.
import { type Envelope, encodeEnvelope } from '../../../protocol/envelope.js';
import type { SessionInfo } from '../../../protocol/session-info.js';
import type { Link } from '../link.js';
import type { TrackedSession } from './session-tracker.js';

export class PluginSession implements TrackedSession {
  constructor(
    readonly link: Link,
    public info: SessionInfo,
    /** What the plugin said it has from before: action name to hash. */
    readonly announcedActions: Readonly<Record<string, string>>,
  ) {}

  /** Speaks revision 1: no requestIds, nothing but `execute`. */
  get isLegacy(): boolean {
    return this.info.protocolVersion < 2;
  }

  can(capability: string): boolean {
    return this.info.capabilities.includes(capability);
  }

  send(message: Envelope): void {
    this.link.send(encodeEnvelope(message));
  }

  /** A frame as somebody else wrote it. */
  forward(text: string): void {
    this.link.send(text);
  }
}
