// One participant's end of the bridge: its requests and its copy of the session table. It outlives the links it
// uses; when one is lost, requests wait here and go out again, under the same requestId, on the next.
import { randomUUID } from 'node:crypto';
import { BridgeError, type Delivery } from '../../protocol/bridge-error.js';
import {
  type ClientWelcomePayload,
  HOST_SESSION_ID,
  hostClosingPayload,
  sessionConnectedPayload,
  sessionDisconnectedPayload,
} from '../../protocol/client-messages.js';
import { subscribe } from '../../protocol/core-actions.js';
import { type Envelope, encodeEnvelope } from '../../protocol/envelope.js';
import { errorFromPayload, errorPayload } from '../../protocol/error-payload.js';
import { subscribePayload } from '../../protocol/events.js';
import { MAX_FRAME_BYTES, PING_INTERVAL_MS } from '../../protocol/limits.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import type { Clock } from '../../support/clock.js';
import { Emitter, type Unsubscribe } from '../../support/emitter.js';
import type { Logger } from '../../support/logger.js';
import { type AskOptions, Followings } from './followings.js';
import { keepAlive } from './keep-alive.js';
import type { Link } from './link.js';
import { readFrame } from './read-frame.js';
import { closedError, disconnectedError, tooLongError, unreadableError } from './request-errors.js';
import { type PendingRequest, type RequestSpec, RequestTable } from './request-table.js';
import { identityOf, SessionDirectory } from './session-directory.js';

export type ClientEvents = {
  /** The link is gone, for whatever reason; requests are kept. */
  detached: string;
  /** The host said that it is about to end. */
  'host-closing': string;
};

export class BridgeClient {
  readonly clientId = randomUUID();
  readonly directory: SessionDirectory;
  readonly followings: Followings;
  private readonly requests: RequestTable;
  private readonly emitter = new Emitter<ClientEvents>();
  private link: Link | undefined;
  private closedBy: string | undefined;
  private maxFrameBytes = MAX_FRAME_BYTES;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.directory = new SessionDirectory(clock);
    this.requests = new RequestTable(clock);
    this.followings = new Followings({
      directory: this.directory,
      askAsync: (...question) => this.askEventsAsync(...question),
    });
    this.directory.on('connected', () => this.sendWaiting());
    this.directory.on('updated', () => this.sendWaiting());
    this.directory.on('disconnected', ({ session }) => this.park(session.sessionId));
    this.directory.on('lost', (identity) => this.giveUp(identity));
  }

  get isAttached(): boolean {
    return this.link?.isOpen === true;
  }

  get pendingRequests(): number {
    return this.requests.size;
  }

  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): Unsubscribe {
    return this.emitter.on(event, listener);
  }

  /** Takes over a link on which the handshake is done. */
  attach(link: Link, welcome: ClientWelcomePayload): void {
    const previous = this.link;
    this.link = link;
    this.maxFrameBytes = welcome.maxFrameBytes ?? MAX_FRAME_BYTES;
    // What the last host had is expected at this one.
    this.directory.detachAll();
    this.directory.welcome(welcome.sessions);
    link.onClose((reason) => {
      if (this.link === link) this.detach(reason);
    });
    link.read((frame) => this.receive(frame));
    keepAlive(link, this.clock, PING_INTERVAL_MS);
    for (const request of this.requests.list()) this.requests.markUnsent(request.requestId);
    this.sendWaiting();
    previous?.close('the client joined another host');
  }

  /** Sends a request, now or as soon as its session can be reached. */
  request(spec: RequestSpec): PendingRequest {
    const request = this.requests.add(spec);
    if (this.closedBy !== undefined) this.requests.fail(spec.requestId, closedError(request, this.closedBy));
    else if (request.sentTo === undefined) this.trySend(request);
    return request;
  }

  /** Asks the plugin to stop working on a request; the request still ends with its own answer. */
  cancel(request: PendingRequest): void {
    request.isCancelled = true;
    if (request.sentTo === undefined) return;
    this.send({ type: 'cancel', sessionId: request.sentTo, requestId: request.requestId, payload: {} });
  }

  /** Ends a request on this side, whatever comes later. */
  fail(requestId: string, error: BridgeError): boolean {
    return this.requests.fail(requestId, error);
  }

  /** Tells the host that nobody waits for an answer any more. */
  abandon(requestId: string): void {
    this.send({ type: 'abandonRequest', sessionId: HOST_SESSION_ID, requestId, payload: {} });
  }

  /** A message that has no answer. */
  notify(type: string, sessionId: string, payload: unknown): void {
    this.send({ type, sessionId, payload });
  }

  close(reason: string): void {
    if (this.closedBy !== undefined) return;
    this.closedBy = reason;
    this.requests.failAll((request) => closedError(request, reason));
    this.directory.dispose();
    const { link } = this;
    this.link = undefined;
    link?.close(reason);
  }

  private detach(reason: string): void {
    this.link = undefined;
    this.directory.detachAll();
    for (const request of this.requests.list()) this.requests.markUnsent(request.requestId);
    if (this.closedBy === undefined) this.emitter.emit('detached', reason);
  }

  private send(message: Envelope): void {
    this.link?.send(encodeEnvelope(message));
  }

  private sendWaiting(): void {
    for (const request of this.requests.list()) {
      if (request.sentTo === undefined) this.trySend(request);
    }
  }

  private trySend(request: PendingRequest): void {
    const { requestId, type, payload, session } = request;
    const target = this.directory.follow(session);
    if (request.delivery !== 'not-sent' && session.protocolVersion < 2) {
      // Such a plugin knows no requestIds and would run it a second time.
      this.requests.fail(requestId, disconnectedError(request));
    } else if (target && !this.isAttached) {
      // The link is about to be lost; the next one takes it along.
    } else if (target) {
      const frame = encodeEnvelope({ type, sessionId: target.sessionId, requestId, payload });
      if (isLonger(frame, this.maxFrameBytes)) {
        // The host would end the connection over it, and every next one on which it is sent again.
        this.requests.fail(requestId, tooLongError(request, Buffer.byteLength(frame), this.maxFrameBytes));
        return;
      }
      this.requests.markSent(requestId, target.sessionId);
      this.link?.send(frame);
      if (request.isCancelled) this.cancel(request);
    } else if (!this.directory.isExpected(session)) {
      this.requests.fail(requestId, disconnectedError(request));
    }
  }

  /** Requests that were sent to a session which is gone wait for it to come back. */
  private park(sessionId: string): void {
    for (const request of this.requests.list()) {
      if (request.sentTo !== sessionId) continue;
      this.requests.markUnsent(request.requestId);
      this.trySend(request);
    }
  }

  private giveUp(identity: string): void {
    for (const request of this.requests.list()) {
      if (request.sentTo === undefined && identityOf(request.session) === identity) {
        this.requests.fail(request.requestId, disconnectedError(request));
      }
    }
  }

  private receive(frame: string): void {
    const result = readFrame(frame);
    if (!result.ok) {
      this.logger.debug(`dropped a frame from the host: ${result.reason}`);
      if (result.requestId !== undefined)
        this.requests.fail(result.requestId, unreadableError(result.reason));
      return;
    }
    const { envelope } = result;
    if (envelope.requestId !== undefined) this.receiveAnswer(envelope);
    else if (envelope.sessionId === HOST_SESSION_ID) this.receiveHostEvent(envelope);
    else this.receivePush(envelope);
  }

  /** `stateChange`, `logPush`, and what later plugins push. */
  private receivePush(envelope: Envelope): void {
    const session = this.directory.get(envelope.sessionId);
    if (session) this.followings.receive(session, envelope);
  }

  private async askEventsAsync(
    type: 'subscribe' | 'unsubscribe',
    session: SessionInfo,
    events: readonly string[],
    { timeoutMs = subscribe.timeoutMs, signal }: AskOptions = {},
  ): Promise<string[]> {
    const cancelled = (delivery: Delivery) =>
      new BridgeError('CANCELLED', `${type} was cancelled.`, { delivery });
    if (signal?.aborted) throw cancelled('not-sent');
    const request = this.request({ requestId: randomUUID(), type, payload: { events }, session, timeoutMs });
    // Nothing that would have to be stopped in the plugin: it has answered by the time it hears of it.
    const end = () => {
      this.abandon(request.requestId);
      this.fail(request.requestId, cancelled(request.delivery));
    };
    signal?.addEventListener('abort', end, { once: true });
    try {
      return readEvents(await request.promise);
    } finally {
      signal?.removeEventListener('abort', end);
    }
  }

  private receiveAnswer(envelope: Envelope): void {
    if (envelope.type === 'output') {
      this.requests.progress(envelope);
      return;
    }
    if (envelope.type === 'error' && envelope.requestId !== undefined && this.bounced(envelope)) return;
    if (!this.requests.answer(envelope)) {
      this.logger.debug(`dropped ${envelope.type} for a request that is over: ${envelope.requestId}`);
    }
  }

  /** The host had already lost the session when the request reached it: it may go to its successor. */
  private bounced(envelope: Envelope): boolean {
    const payload = errorPayload.safeParse(envelope.payload);
    if (!payload.success) return false;
    const error = errorFromPayload(payload.data);
    const request = this.requests.list().find((pending) => pending.requestId === envelope.requestId);
    if (!request || error.code !== 'SESSION_NOT_FOUND' || error.delivery !== 'not-sent') return false;
    if (this.directory.follow(request.session)?.sessionId === request.sentTo) return false;
    this.requests.markUnsent(request.requestId);
    this.trySend(request);
    return true;
  }

  private receiveHostEvent(envelope: Envelope): void {
    switch (envelope.type) {
      case 'sessionConnected':
      case 'sessionUpdated': {
        const payload = sessionConnectedPayload.safeParse(envelope.payload);
        if (payload.success) this.directory.upsert(payload.data.session);
        break;
      }
      case 'sessionDisconnected': {
        const payload = sessionDisconnectedPayload.safeParse(envelope.payload);
        if (payload.success) this.directory.remove(payload.data.sessionId, payload.data.reason);
        break;
      }
      case 'hostClosing': {
        const payload = hostClosingPayload.safeParse(envelope.payload);
        this.emitter.emit('host-closing', payload.success ? payload.data.reason : 'the host is ending');
        break;
      }
    }
  }
}

/** Most frames are so short that their bytes need not be counted. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}

function readEvents(answer: Envelope): string[] {
  const error = answer.type === 'error' ? errorPayload.safeParse(answer.payload) : undefined;
  if (error?.success) throw errorFromPayload(error.data);
  const payload = subscribePayload.safeParse(answer.payload);
  if (payload.success) return payload.data.events;
  throw unreadableError('it does not list events');
}
