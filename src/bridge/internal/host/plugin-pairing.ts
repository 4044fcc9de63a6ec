// The host's side of pairing: it proves itself first, because it is the plugin that is about to run foreign code.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { encodeEnvelope } from '../../../protocol/envelope.js';
import {
  type PairingExchange,
  type PairingOffer,
  pairingProofPayload,
  pairingText,
} from '../../../protocol/pairing.js';
import type { Clock } from '../../../support/clock.js';
import type { PairingSecret } from '../../pairing-secret.js';
import type { Link } from '../link.js';
import { createNonce } from '../token-proof.js';
import { readFrame } from './frame.js';

export interface PairingOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** The port that this host is bound to. */
  readonly port: number;
  readonly sessionId: string;
}

export type PairingOutcome = 'paired' | 'unpaired' | 'failed';

/** `unpaired` where nothing can be proved: the plugin has no secret, or one that this user never made. */
export async function pairAsync(
  link: Link,
  offer: PairingOffer | undefined,
  known: PairingSecret | undefined,
  options: PairingOptions,
): Promise<PairingOutcome> {
  if (!offer || !known || offer.keyId !== known.keyId) return 'unpaired';
  if (offer.port !== options.port) return 'failed';
  const exchange: PairingExchange = { hostNonce: createNonce(), pluginNonce: offer.nonce, port: offer.port };
  const answered = nextProofAsync(link, options);
  link.send(
    encodeEnvelope({
      type: 'pairingChallenge',
      sessionId: options.sessionId,
      payload: { nonce: exchange.hostNonce, proof: proofOf('host', known.secret, exchange) },
    }),
  );
  const given = Buffer.from((await answered) ?? '');
  const expected = Buffer.from(proofOf('plugin', known.secret, exchange));
  return given.length === expected.length && timingSafeEqual(given, expected) ? 'paired' : 'failed';
}

export function proofOf(side: 'host' | 'plugin', secret: string, exchange: PairingExchange): string {
  return createHmac('sha256', secret).update(pairingText(side, exchange)).digest('hex');
}

/** `undefined` if the plugin leaves, takes too long or says something else that claims to be a proof. */
function nextProofAsync(link: Link, { clock, timeoutMs }: PairingOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (proof: string | undefined) => {
      timer.cancel();
      link.read(undefined);
      resolve(proof);
    };
    const timer = clock.setTimer(timeoutMs, () => settle(undefined), { background: true });
    link.onClose(() => settle(undefined));
    link.read((text) => {
      const frame = readFrame(text);
      // A plugin that got tired of waiting says hello once more; that is no answer.
      if (!frame.ok || frame.envelope.type !== 'pairingProof') return;
      const payload = pairingProofPayload.safeParse(frame.envelope.payload);
      settle(payload.success ? payload.data.proof : undefined);
    });
  });
}
