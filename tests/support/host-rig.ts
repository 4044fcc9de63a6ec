// A host without a port: plugins and clients are the far ends of links in memory, and time is a manual clock.
import type { ActionSource } from '../../src/bridge/action-source.js';
import { BridgeHost } from '../../src/bridge/internal/host/bridge-host.js';
import { DEFAULT_HOST_LIMITS } from '../../src/bridge/internal/host/host-options.js';
import type { Link } from '../../src/bridge/internal/link.js';
import { createLinkedPair } from '../../src/bridge/internal/memory-link.js';
import { createNonce, proofOf } from '../../src/bridge/internal/token-proof.js';
import type { PairingSecret } from '../../src/bridge/pairing-secret.js';
import type { HostLimits } from '../../src/protocol/limits.js';
import { createManualClock } from '../../src/support/clock.js';
import { createLogger } from '../../src/support/logger.js';
import type { WireMessage } from './scripted-plugin.js';

export const RIG_TOKEN = 'the-token-of-the-rig';

/** The far end of a link: what it says and what it heard. */
export class RigPeer {
  readonly heard: WireMessage[] = [];
  closedBy: string | undefined;

  constructor(readonly link: Link) {
    link.read((frame) => this.heard.push(JSON.parse(frame) as WireMessage));
    link.onClose((reason) => {
      this.closedBy = reason;
    });
  }

  send(message: Omit<WireMessage, 'sessionId'> & { sessionId?: string }): void {
    this.link.send(JSON.stringify({ sessionId: '', ...message }));
  }

  /** What came of this type, oldest first. */
  all(type: string): WireMessage[] {
    return this.heard.filter((message) => message.type === type);
  }

  last(type: string): WireMessage | undefined {
    return this.all(type).at(-1);
  }
}

export const REGISTER_PAYLOAD = {
  pluginVersion: '1.0.0',
  instanceId: 'studio-1',
  context: 'edit',
  placeName: 'TestPlace',
  placeId: 1,
  gameId: 2,
  state: 'Edit',
  capabilities: ['execute', 'subscribe', 'heartbeat', 'registerAction'],
};

/** Lets what was sent arrive. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

export function createHostRig(
  options: {
    limits?: Partial<HostLimits>;
    actions?: ActionSource;
    pairing?: PairingSecret;
    requirePairing?: boolean;
  } = {},
) {
  const clock = createManualClock();
  const logs: string[] = [];
  const host = new BridgeHost(
    { port: 38_741, serve: () => {}, stopListening: () => {}, setRef: () => {} },
    {
      clock,
      logger: createLogger('debug', (level, message) => logs.push(`${level} ${message}`)),
      serverVersion: '9.9.9',
      actions: options.actions ?? { list: () => [] },
      ensureTokenAsync: () => Promise.resolve(RIG_TOKEN),
      findPairingSecretAsync: () => Promise.resolve(options.pairing),
      requirePairing: options.requirePairing ?? false,
      allowedHosts: [],
      allowedOrigins: [],
      limits: { ...DEFAULT_HOST_LIMITS, ...options.limits },
      isSuccessor: false,
    },
  );

  const plugin = (expectedId?: string): RigPeer => {
    const [near, far] = createLinkedPair();
    host.admitPlugin(near, expectedId);
    return new RigPeer(far);
  };
  const nearEnds = new Map<RigPeer, Link>();
  const client = (): RigPeer => {
    const [near, far] = createLinkedPair();
    host.admitClient(near, false);
    const peer = new RigPeer(far);
    nearEnds.set(peer, near);
    return peer;
  };

  return {
    clock,
    logs,
    host,
    plugin,
    client,
    /** Makes it look as if the client had left so many bytes unread. */
    stall(peer: RigPeer, bytes: number): void {
      const near = nearEnds.get(peer);
      if (near) Object.defineProperty(near, 'bufferedBytes', { value: bytes });
    },
    async register(sessionId: string, payload: Record<string, unknown> = {}): Promise<RigPeer> {
      const peer = plugin();
      peer.send({
        type: 'register',
        sessionId,
        protocolVersion: 2,
        payload: { ...REGISTER_PAYLOAD, ...payload },
      });
      await settle();
      return peer;
    },
    async hello(sessionId: string): Promise<RigPeer> {
      const peer = plugin();
      peer.send({ type: 'hello', sessionId, payload: { sessionId } });
      await settle();
      return peer;
    },
    async join(token = RIG_TOKEN, clientId = 'client'): Promise<RigPeer> {
      const peer = client();
      await settle();
      const { nonce: hostNonce } = (peer.last('clientChallenge')?.payload ?? { nonce: '' }) as {
        nonce: string;
      };
      const clientNonce = createNonce();
      peer.send({
        type: 'clientHello',
        payload: {
          clientId,
          clientVersion: '1',
          nonce: clientNonce,
          proof: proofOf('client', token, { hostNonce, clientNonce, port: undefined }),
          canSucceed: true,
        },
      });
      await settle();
      return peer;
    },
  };
}
