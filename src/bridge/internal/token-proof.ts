// How client and host prove to each other that they know the token without saying it. Both nonces are covered,
// so that no proof can be used twice, and each side's proof names its side, so that none can be sent back.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface ProofInput {
  readonly hostNonce: string;
  readonly clientNonce: string;
  /**
   * The port that the client dialled, where nothing forwards it: a program that squats on the usual port cannot
   * pass a client's proof on to the host on another one.
   */
  readonly port: number | undefined;
}

export function createNonce(): string {
  return randomBytes(24).toString('base64url');
}

export function proofOf(side: 'client' | 'host', token: string, input: ProofInput): string {
  const text = JSON.stringify([
    `studio-bridge ${side}`,
    input.hostNonce,
    input.clientNonce,
    input.port ?? 'forwarded',
  ]);
  return createHmac('sha256', token).update(text).digest('base64url');
}

export function isProof(side: 'client' | 'host', token: string, input: ProofInput, proof: string): boolean {
  const expected = Buffer.from(proofOf(side, token, input));
  const given = Buffer.from(proof);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
