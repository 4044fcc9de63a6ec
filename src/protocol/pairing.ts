// How an installed plugin and a host prove to each other that they share the pairing secret, before either trusts
// the other. The secret is in the plugin file and in the state folder; it never travels, only proofs that cover
// both nonces do. A `register` that offers pairing is answered with `pairingChallenge`, that with `pairingProof`,
// and that with `welcome`. A plugin that has a secret and gets a `welcome` without a challenge must not trust it.
import * as z from 'zod/mini';
import { wireObject } from './wire-object.js';

/** In `register`: which secret the plugin has (never the secret), and its nonce. */
export const pairingOffer = wireObject({
  keyId: z.string(),
  nonce: z.string(),
  /** The port that the plugin dialled, covered by both proofs: nobody in between can pass them on. */
  port: z.number(),
});
export type PairingOffer = z.infer<typeof pairingOffer>;

/** Host: its nonce, and its proof. */
export const pairingChallengePayload = wireObject({ nonce: z.string(), proof: z.string() });
export type PairingChallengePayload = z.infer<typeof pairingChallengePayload>;

/** Plugin: its proof, once that of the host has been found right. */
export const pairingProofPayload = wireObject({ proof: z.string() });
export type PairingProofPayload = z.infer<typeof pairingProofPayload>;

export interface PairingExchange {
  readonly hostNonce: string;
  readonly pluginNonce: string;
  readonly port: number;
}

/** What a side's proof is the HMAC-SHA256 of, in lower-case hexadecimal, keyed by the secret's text. */
export function pairingText(side: 'host' | 'plugin', exchange: PairingExchange): string {
  return ['studio-bridge pairing', side, exchange.hostNonce, exchange.pluginNonce, exchange.port].join('\n');
}

/** A secret's `keyId` is this many hexadecimal digits of the SHA-256 of its text. */
export const PAIRING_KEY_ID_LENGTH = 16;
