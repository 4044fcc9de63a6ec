// Requests to plugins and answers back, by requestId, each to whoever asked. Frames pass as they were received;
// the only ones written anew are those of plugins that speak revision 1, which knows no requestIds.
import { randomUUID } from 'node:crypto';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { type Envelope, encodeEnvelope } from '../../../protocol/envelope.js';
import { errorToPayload } from '../../../protocol/error-payload.js';
import type { HostLimits } from '../../../protocol/limits.js';
import type { Logger } from '../../../support/logger.js';
import type { Frame } from './frame.js';
import { LegacyExecutions } from './legacy-executions.js';
import type { PluginSession } from './plugin-session.js';

/** Whoever asked: a client, or the host itself. */
export interface Asker {
  /** The same when a client comes back; empty for the host. */
  readonly clientId: string;
  deliver(frame: Frame): void;
}

interface Route {
  readonly asker: Asker;
  readonly session: PluginSession;
  readonly isExecution: boolean;
}

/** Types that only a host may send; a client that could would break the plugin's connection. */
const HOST_ONLY_TYPES: ReadonlySet<string> = new Set(['welcome', 'register', 'hello']);

export class Relay {
  private readonly routes = new Map<string, Route>();
  private readonly perSession = new Map<PluginSession, Set<string>>();
  private readonly legacy = new LegacyExecutions();

  constructor(
    private readonly sessions: { get(sessionId: string): PluginSession | undefined },
    private readonly limits: Pick<HostLimits, 'maxRequestsPerSession' | 'maxQueuedBytes'>,
    private readonly logger: Logger,
    /** Of a read-only host: the types of requests that it lets pass. */
    private readonly permits: ((type: string) => boolean) | undefined = undefined,
  ) {}

  get pendingRequests(): number {
    return this.routes.size;
  }

  /** A frame of a client that names a session. */
  fromClient(asker: Asker, frame: Frame): void {
    const { envelope } = frame;
    const session = this.sessions.get(envelope.sessionId);
    if (!session) {
      this.refuse(asker, envelope, sessionNotFound(envelope.sessionId));
      return;
    }
    if (HOST_ONLY_TYPES.has(envelope.type)) {
      const message = `Only a host sends ${envelope.type}.`;
      this.refuse(asker, envelope, new BridgeError('INVALID_PAYLOAD', message, { delivery: 'not-sent' }));
      return;
    }
    if (
      envelope.requestId !== undefined &&
      envelope.type !== 'cancel' &&
      this.permits?.(envelope.type) === false
    ) {
      const message = `This host is read-only, and ${envelope.type} could change something.`;
      this.refuse(asker, envelope, new BridgeError('READ_ONLY', message, { delivery: 'not-sent' }));
      return;
    }
    if (envelope.type === 'cancel') {
      this.cancel(asker, session, frame);
      return;
    }
    if (envelope.requestId !== undefined) {
      this.request(asker, session, frame, envelope.requestId);
      return;
    }
    if (envelope.type === 'shutdown') {
      session.forward(frame.text);
      return;
    }
    this.logger.debug(`dropped a ${envelope.type} without a requestId`);
  }

  /** The host's own request to a plugin. */
  askAsync(session: PluginSession, type: string, payload: unknown): Promise<Envelope> {
    const requestId = randomUUID();
    return new Promise((resolve) => {
      this.addRoute(requestId, {
        asker: { clientId: '', deliver: (frame) => resolve(frame.envelope) },
        session,
        isExecution: false,
      });
      session.send({ type, sessionId: session.info.sessionId, requestId, payload });
    });
  }

  /** A frame of a plugin that belongs to a request; false if it belongs to none. */
  fromPlugin(session: PluginSession, frame: Frame): boolean {
    const { envelope } = frame;
    if (envelope.requestId === undefined) {
      // Revision 1, or output of a revision 2 plugin that does not say of which script: one runs at a time.
      const requestId = this.runningExecution(session);
      if (requestId === undefined || !['output', 'scriptComplete'].includes(envelope.type)) return false;
      const named = { ...envelope, sessionId: session.info.sessionId, requestId };
      return this.answer(session, requestId, { envelope: named, text: encodeEnvelope(named) });
    }
    return this.answer(session, envelope.requestId, frame);
  }

  /** Nobody waits for this answer any more; what the plugin is at work on is not stopped by that. */
  abandon(asker: Asker, requestId: string): void {
    const route = this.routes.get(requestId);
    if (route?.asker === asker) this.dropRoute(requestId);
  }

  dropAsker(asker: Asker): void {
    for (const [requestId, route] of this.routes) {
      if (route.asker === asker) this.dropRoute(requestId);
    }
  }

  /** Clients learn of the loss by `sessionDisconnected`, and send again when the session is back. */
  dropSession(session: PluginSession): void {
    for (const requestId of this.perSession.get(session) ?? []) this.routes.delete(requestId);
    this.perSession.delete(session);
    this.legacy.dropSession(session);
  }

  private request(asker: Asker, session: PluginSession, frame: Frame, requestId: string): void {
    const { envelope } = frame;
    const present = this.routes.get(requestId);
    if (present && present.asker !== asker && present.asker.clientId !== asker.clientId) {
      const message = `The requestId ${requestId} is in use by another client.`;
      this.refuse(asker, envelope, new BridgeError('INVALID_PAYLOAD', message, { delivery: 'not-sent' }));
      return;
    }
    if (session.isLegacy && envelope.type !== 'execute') {
      const message = `This plugin speaks protocol version 1, which has no ${envelope.type}.`;
      const error = new BridgeError('CAPABILITY_NOT_SUPPORTED', message, { delivery: 'not-sent' });
      this.refuse(asker, envelope, error);
      return;
    }
    const why = present ? undefined : this.fullness(session);
    if (why !== undefined) {
      this.refuse(asker, envelope, new BridgeError('BUSY', why, { delivery: 'not-sent' }));
      return;
    }
    const wasQueued = present !== undefined && session.isLegacy;
    this.addRoute(requestId, { asker, session, isExecution: envelope.type === 'execute' });
    if (wasQueued) return;
    if (session.isLegacy) this.legacy.add(session, requestId, envelope.payload);
    else session.forward(frame.text);
  }

  /**
   * A client that does not read is dropped, a Studio is not: it may stand in its debugger, and takes all up again. Until
   * then it gets no more.
   */
  private fullness(session: PluginSession): string | undefined {
    const { maxRequestsPerSession, maxQueuedBytes } = this.limits;
    if ((this.perSession.get(session)?.size ?? 0) >= maxRequestsPerSession) {
      return `${maxRequestsPerSession} requests are waiting for this session already.`;
    }
    const { bufferedBytes } = session.link;
    if (bufferedBytes <= maxQueuedBytes) return undefined;
    return `${bufferedBytes} bytes are waiting for this session already: it does not read them.`;
  }

  private cancel(asker: Asker, session: PluginSession, frame: Frame): void {
    const { requestId } = frame.envelope;
    const route = requestId === undefined ? undefined : this.routes.get(requestId);
    if (requestId === undefined || route?.asker !== asker) return;
    if (!session.isLegacy) {
      session.forward(frame.text);
      return;
    }
    if (!this.legacy.cancelQueued(session, requestId)) return;
    this.dropRoute(requestId);
    const message = 'The script was cancelled before it began.';
    this.refuse(asker, frame.envelope, new BridgeError('CANCELLED', message, { delivery: 'not-sent' }));
  }

  private answer(session: PluginSession, requestId: string, frame: Frame): boolean {
    const isFinal = frame.envelope.type !== 'output';
    if (session.isLegacy && isFinal) this.legacy.finish(session, requestId);
    const route = this.routes.get(requestId);
    if (!route || route.session !== session) return false;
    if (isFinal) this.dropRoute(requestId);
    route.asker.deliver(frame);
    return true;
  }

  private runningExecution(session: PluginSession): string | undefined {
    if (session.isLegacy) return this.legacy.running(session);
    for (const requestId of this.perSession.get(session) ?? []) {
      if (this.routes.get(requestId)?.isExecution) return requestId;
    }
    return undefined;
  }

  private addRoute(requestId: string, route: Route): void {
    this.dropRoute(requestId);
    this.routes.set(requestId, route);
    const ids = this.perSession.get(route.session) ?? new Set();
    this.perSession.set(route.session, ids.add(requestId));
  }

  private dropRoute(requestId: string): void {
    const route = this.routes.get(requestId);
    if (!route) return;
    this.routes.delete(requestId);
    this.perSession.get(route.session)?.delete(requestId);
  }

  private refuse(asker: Asker, { sessionId, requestId }: Envelope, error: BridgeError): void {
    if (requestId === undefined) return;
    const envelope: Envelope = { type: 'error', sessionId, requestId, payload: errorToPayload(error) };
    asker.deliver({ envelope, text: encodeEnvelope(envelope) });
  }
}

function sessionNotFound(sessionId: string): BridgeError {
  return new BridgeError('SESSION_NOT_FOUND', `No session ${sessionId} is connected to this host.`, {
    delivery: 'not-sent',
  });
}
