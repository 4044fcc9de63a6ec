// How a client joins a host over a link: challenge, proof of the token, proof in return.
import { BridgeError } from '../../protocol/bridge-error.js';
import {
  type ClientWelcomePayload,
  clientChallengePayload,
  clientWelcomePayload,
  HOST_SESSION_ID,
} from '../../protocol/client-messages.js';
import { decodeEnvelope, type Envelope, encodeEnvelope } from '../../protocol/envelope.js';
import { errorFromPayload, errorPayload } from '../../protocol/error-payload.js';
import type { Clock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import type { Link } from './link.js';
import { createNonce, isProof, type ProofInput, proofOf } from './token-proof.js';

export interface HandshakeOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly clientId: string;
  readonly clientVersion: string;
  readonly canSucceed: boolean;
  /** The port that was dialled, unless something may forward it. */
  readonly port: number | undefined;
  /** Absent for a link inside this process, which needs no proof. */
  readonly findTokenAsync?: () => Promise<string | undefined>;
}

/** What was dialled did not behave like a studio-bridge host. */
export class NotAHostError extends Error {
  constructor(
    message: string,
    /** True where a host that is just ending would look the same. */
    readonly mayBeEnding = false,
  ) {
    super(message);
  }
}

/** Resolves with the host's welcome; frames after it stay in the link until somebody reads. */
export async function joinHostAsync(link: Link, options: HandshakeOptions): Promise<ClientWelcomePayload> {
  const frames = readHandshake(link, options);
  const challenge = clientChallengePayload.safeParse((await frames.nextAsync('clientChallenge')).payload);
  if (!challenge.success) throw new NotAHostError('its first message was not a challenge');

  const token = options.findTokenAsync ? await options.findTokenAsync() : '';
  if (token === undefined) {
    link.close('the client has no token');
    throw new BridgeError('UNAUTHORIZED', 'The host asks for a token, and this process has none.');
  }
  const input: ProofInput = {
    hostNonce: challenge.data.nonce,
    clientNonce: createNonce(),
    port: options.port,
  };
  link.send(
    encodeEnvelope({
      type: 'clientHello',
      sessionId: HOST_SESSION_ID,
      payload: {
        clientId: options.clientId,
        clientVersion: options.clientVersion,
        nonce: input.clientNonce,
        proof: options.findTokenAsync ? proofOf('client', token, input) : '',
        canSucceed: options.canSucceed,
        ...(input.port === undefined ? {} : { port: input.port }),
      },
    }),
  );

  const welcome = clientWelcomePayload.safeParse((await frames.nextAsync('clientWelcome')).payload);
  frames.stop();
  if (!welcome.success) throw new NotAHostError('its welcome could not be read');
  if (options.findTokenAsync && !isProof('host', token, input, welcome.data.proof)) {
    link.terminate('the host did not prove itself');
    throw new BridgeError(
      'UNAUTHORIZED',
      'The host could not prove that it knows the token; it was not trusted.',
    );
  }
  return welcome.data;
}

function readHandshake(link: Link, options: HandshakeOptions) {
  const arrived: Envelope[] = [];
  let wanted = createDeferred<void>();
  let failure: Error | undefined;

  const fail = (error: Error) => {
    failure ??= error;
    wanted.resolve();
  };
  const timer = options.clock.setTimer(options.timeoutMs, () => {
    fail(new NotAHostError('it did not answer in time'));
    link.terminate('the handshake took too long');
  });
  link.onClose((reason) => fail(new NotAHostError(`it closed the connection: ${reason}`, true)));
  link.read((frame) => {
    const result = decodeEnvelope(frame);
    if (!result.ok) return fail(new NotAHostError(result.reason));
    if (result.envelope.type === 'clientWelcome') link.read(undefined);
    arrived.push(result.envelope);
    wanted.resolve();
  });

  return {
    /** The next message, which must be of this type; an `error` from the host is thrown. */
    async nextAsync(type: string): Promise<Envelope> {
      for (;;) {
        const envelope = arrived.shift();
        if (envelope?.type === type) return envelope;
        if (envelope?.type === 'error') {
          timer.cancel();
          const payload = errorPayload.safeParse(envelope.payload);
          throw payload.success
            ? errorFromPayload(payload.data)
            : new NotAHostError('it sent a broken error');
        }
        // Types that this build does not know may come before the one it waits for.
        if (envelope) continue;
        if (failure) {
          timer.cancel();
          throw failure;
        }
        wanted = createDeferred<void>();
        await wanted.promise;
      }
    },
    stop: () => timer.cancel(),
  };
}
