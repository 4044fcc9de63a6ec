// What was asked and not yet answered. Each request settles exactly once: by its answer, its time-out, or the
// loss of its session; whatever comes later for it is dropped. A request outlives the link it was sent on: the
// plugin never runs the same requestId twice, so it may be sent again on the next one.
import { BridgeError, type Delivery } from '../../protocol/bridge-error.js';
import type { Envelope } from '../../protocol/envelope.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import type { Clock, Timer } from '../../support/clock.js';
import { createDeferred, type Deferred } from '../../support/deferred.js';
import { titleRequest } from './request-names.js';

export interface RequestSpec {
  readonly requestId: string;
  /** The message type, for the frame and for error messages. */
  readonly type: string;
  readonly payload: unknown;
  /** The session it was meant for; the one it goes to may have another id by then. */
  readonly session: SessionInfo;
  readonly timeoutMs: number;
  /** Called for each `output` that comes before the answer. */
  readonly onOutput?: ((payload: unknown) => void) | undefined;
  /** Called when it ended without an answer although the plugin may be at work on it. */
  readonly onAbandoned?: ((request: PendingRequest) => void) | undefined;
}

export interface PendingRequest extends RequestSpec {
  readonly promise: Promise<Envelope>;
  /** What is known of it. */
  delivery: Delivery;
  /** The id of the session it was last sent to; `undefined` while it waits to be sent. */
  sentTo: string | undefined;
  /** Whether its asker wants it stopped; a request that is sent again is stopped again. */
  isCancelled: boolean;
}

interface Row extends PendingRequest {
  readonly deferred: Deferred<Envelope>;
  readonly timer: Timer;
}

export class RequestTable {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.rows.size;
  }

  /** A `requestId` that is in the table already joins the request that has it. */
  add(spec: RequestSpec): PendingRequest {
    const present = this.rows.get(spec.requestId);
    if (present) return present;
    const deferred = createDeferred<Envelope>();
    // Whoever asked awaits it; a caller that went away must not end the process.
    deferred.promise.catch(() => {});
    const timer = this.clock.setTimer(spec.timeoutMs, () => this.timeOut(spec.requestId));
    // Spelled out: spreading `spec` takes several times as long as all the rest of this.
    const row: Row = {
      requestId: spec.requestId,
      type: spec.type,
      payload: spec.payload,
      session: spec.session,
      timeoutMs: spec.timeoutMs,
      onOutput: spec.onOutput,
      onAbandoned: spec.onAbandoned,
      deferred,
      timer,
      promise: deferred.promise,
      delivery: 'not-sent',
      sentTo: undefined,
      isCancelled: false,
    };
    this.rows.set(spec.requestId, row);
    return row;
  }

  has(requestId: string): boolean {
    return this.rows.has(requestId);
  }

  list(): PendingRequest[] {
    return [...this.rows.values()];
  }

  markSent(requestId: string, sessionId: string): void {
    const row = this.rows.get(requestId);
    if (!row) return;
    row.sentTo = sessionId;
    if (row.delivery === 'not-sent') row.delivery = 'unknown';
  }

  /** The link or the session it was sent on is gone; it waits to be sent again. */
  markUnsent(requestId: string): void {
    const row = this.rows.get(requestId);
    if (row) row.sentTo = undefined;
  }

  /** Something came back from the plugin, but not yet the answer. */
  progress(envelope: Envelope): void {
    const row = this.rows.get(envelope.requestId ?? '');
    if (!row) return;
    row.delivery = 'ran';
    row.onOutput?.(envelope.payload);
  }

  /** False if nobody waits for it (any more). */
  answer(envelope: Envelope): boolean {
    const row = this.take(envelope.requestId ?? '');
    row?.deferred.resolve(envelope);
    return row !== undefined;
  }

  fail(requestId: string, error: BridgeError): boolean {
    const row = this.take(requestId);
    row?.deferred.reject(error);
    return row !== undefined;
  }

  failAll(makeError: (request: PendingRequest) => BridgeError): void {
    for (const row of [...this.rows.values()]) this.fail(row.requestId, makeError(row));
  }

  private timeOut(requestId: string): void {
    const row = this.take(requestId);
    if (!row) return;
    row.deferred.reject(
      new BridgeError('TIMEOUT', timeoutMessage(row), {
        delivery: row.delivery,
        details: { request: row.type, timeoutMs: row.timeoutMs, sessionId: row.session.sessionId },
      }),
    );
    if (row.delivery !== 'not-sent') row.onAbandoned?.(row);
  }

  private take(requestId: string): Row | undefined {
    const row = this.rows.get(requestId);
    if (!row) return undefined;
    this.rows.delete(requestId);
    row.timer.cancel();
    return row;
  }
}

function timeoutMessage(row: PendingRequest): string {
  const seconds = row.timeoutMs / 1000;
  const after = `within ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return row.delivery === 'not-sent'
    ? `${titleRequest(row.type)} could not be sent ${after}: its session did not come back.`
    : row.type === 'execute'
      ? `The script did not end ${after}.`
      : `The request was not answered ${after}.`;
}
