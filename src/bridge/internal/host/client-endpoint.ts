// One client at the host: it proves itself, learns what is connected, and from then on its frames are relayed.
import { BridgeError } from '../../../protocol/bridge-error.js';
import {
  type ClientHelloPayload,
  clientHelloPayload,
  HOST_SESSION_ID,
} from '../../../protocol/client-messages.js';
import { type Envelope, encodeEnvelope } from '../../../protocol/envelope.js';
import { OTHER_VERSION_HINT } from '../../../protocol/error-catalog.js';
import { errorToPayload } from '../../../protocol/error-payload.js';
import type { SessionInfo } from '../../../protocol/session-info.js';
import type { Timer } from '../../../support/clock.js';
import { messageOf } from '../../../support/thrown-text.js';
import type { Link } from '../link.js';
import { createNonce, isProof, type ProofInput, proofOf } from '../token-proof.js';
import { type Frame, readFrame } from './frame.js';
import type { HostOptions } from './host-options.js';
import type { Asker } from './relay.js';

export interface ClientEndpointHost {
  readonly hostId: string;
  readonly port: number;
  uptimeMs(): number;
  settlesInMs(): number;
  listSessions(): SessionInfo[];
  /** The client is in: from now on it hears of sessions and may ask. */
  joined(client: ClientEndpoint): void;
  left(client: ClientEndpoint, reason: string): void;
  frame(client: ClientEndpoint, frame: Frame): void;
}

export class ClientEndpoint implements Asker {
  private readonly nonce = createNonce();
  private hello: ClientHelloPayload | undefined;
  private token = '';

  constructor(
    readonly link: Link,
    private readonly options: HostOptions,
    private readonly host: ClientEndpointHost,
    /** In this very process: nothing to prove. */
    readonly isLocal: boolean,
  ) {}

  get clientId(): string {
    return this.hello?.clientId ?? '';
  }

  /** Whether it would take over when this host ends. */
  get canSucceed(): boolean {
    return this.hello?.canSucceed === true && !this.isLocal;
  }

  start(): void {
    const { clock, limits } = this.options;
    const timer = clock.setTimer(
      limits.handshakeTimeoutMs,
      () => this.link.close(`no clientHello within ${limits.handshakeTimeoutMs / 1000} seconds`),
      { background: true },
    );
    this.link.onClose((reason) => {
      timer.cancel();
      if (this.hello) this.host.left(this, reason);
    });
    void this.challengeAsync(timer).catch((error: unknown) => this.reject(error));
  }

  deliver(frame: Frame): void {
    this.sendText(frame.text);
  }

  /** A message about the host itself. */
  tell(type: string, payload: unknown): void {
    this.send({ type, sessionId: HOST_SESSION_ID, payload });
  }

  send(message: Envelope): void {
    this.sendText(encodeEnvelope(message));
  }

  sendText(text: string): void {
    // Once it is dropped, what else comes for it before its link has closed is not another reason to drop it.
    if (!this.link.isOpen) return;
    this.link.send(text);
    if (this.link.bufferedBytes <= this.options.limits.maxQueuedBytes) return;
    this.options.logger.warn(
      `dropped a client that does not read: ${this.link.bufferedBytes} bytes were waiting`,
    );
    this.link.terminate('the client did not read what was sent to it');
  }

  /** The token is there before the challenge is: a client of the same user that is challenged finds it. */
  private async challengeAsync(timer: Timer): Promise<void> {
    if (!this.isLocal) this.token = await this.options.ensureTokenAsync();
    this.link.read((text) => {
      timer.cancel();
      try {
        this.readHello(text);
      } catch (error) {
        this.reject(error);
      }
    });
    this.tell('clientChallenge', { nonce: this.nonce });
  }

  private readHello(text: string): void {
    // One hello only; what a client sends before its welcome waits in the link.
    this.link.read(undefined);
    const result = readFrame(text);
    const hello =
      result.ok && result.envelope.type === 'clientHello'
        ? clientHelloPayload.safeParse(result.envelope.payload)
        : undefined;
    if (!hello?.success)
      throw new BridgeError('UNAUTHORIZED', 'The first message of a client has to be clientHello.');

    const input: ProofInput = { hostNonce: this.nonce, clientNonce: hello.data.nonce, port: hello.data.port };
    if (!this.isLocal) {
      const isOwnPort = input.port === undefined || input.port === this.host.port;
      if (!isOwnPort || !isProof('client', this.token, input, hello.data.proof)) {
        throw new BridgeError('UNAUTHORIZED', 'The host did not accept the token of this client.');
      }
    }
    this.hello = hello.data;
    this.tell('clientWelcome', {
      proof: this.isLocal ? '' : proofOf('host', this.token, input),
      hostId: this.host.hostId,
      serverVersion: this.options.serverVersion,
      sessions: this.host.listSessions(),
      uptimeMs: Math.round(this.host.uptimeMs()),
      settlesInMs: Math.round(this.host.settlesInMs()),
      maxFrameBytes: this.options.limits.maxFrameBytes,
      ...(this.options.readOnly ? { readOnly: true } : {}),
      ...(this.options.requirePairing ? { requirePairing: true } : {}),
    });
    this.host.joined(this);
    this.link.read((next) => this.readFrame(next));
  }

  private readFrame(text: string): void {
    const result = readFrame(text);
    if (result.ok) {
      this.host.frame(this, { envelope: result.envelope, text });
      return;
    }
    this.options.logger.debug(`dropped a frame from a client: ${result.reason}`);
    if (result.requestId === undefined) return;
    const error = new BridgeError('INVALID_PAYLOAD', `The frame was refused: ${result.reason}.`, {
      delivery: 'not-sent',
      hint: OTHER_VERSION_HINT,
    });
    this.send({
      type: 'error',
      sessionId: result.sessionId ?? HOST_SESSION_ID,
      requestId: result.requestId,
      payload: errorToPayload(error),
    });
  }

  private reject(error: unknown): void {
    this.options.logger.warn(`refused a client: ${messageOf(error)}`);
    this.tell('error', errorToPayload(error));
    this.link.close('unauthorized');
  }
}
