// Who follows which events of which session. However many follow, the plugin has one subscription an event: it is
// asked when the first begins and told when the last has left.
import { BridgeError } from '../../../protocol/bridge-error.js';
import { type Envelope, encodeEnvelope } from '../../../protocol/envelope.js';
import { errorFromPayload, errorPayload, errorToPayload } from '../../../protocol/error-payload.js';
import { subscribePayload } from '../../../protocol/events.js';
import type { Logger } from '../../../support/logger.js';
import type { Frame } from './frame.js';
import type { PluginSession } from './plugin-session.js';
import type { Asker, Relay } from './relay.js';

/** What the plugin was asked for one event: settles with whether it pushes it. */
type PluginSubscription = Promise<boolean>;

interface SessionState {
  readonly followers: Map<Asker, Set<string>>;
  readonly onPlugin: Map<string, PluginSubscription>;
}

export class Subscriptions {
  private readonly states = new Map<PluginSession, SessionState>();

  constructor(
    private readonly relay: Relay,
    private readonly logger: Logger,
  ) {}

  /** True if the frame was a subscription, and is taken care of. */
  fromClient(asker: Asker, session: PluginSession, { envelope }: Frame): boolean {
    const isSubscribe = envelope.type === 'subscribe';
    if (!isSubscribe && envelope.type !== 'unsubscribe') return false;
    const answered = isSubscribe
      ? this.subscribeAsync(asker, session, envelope)
      : this.unsubscribeAsync(asker, session, envelope);
    answered.then(
      (events) => reply(asker, envelope, `${envelope.type}Result`, { events }),
      (error: unknown) => reply(asker, envelope, 'error', errorToPayload(error)),
    );
    return true;
  }

  /** Hands a push to whoever follows it; false if nobody does. */
  push(session: PluginSession, frame: Frame): boolean {
    let isFollowed = false;
    for (const [asker, events] of this.states.get(session)?.followers ?? []) {
      if (!events.has(frame.envelope.type)) continue;
      isFollowed = true;
      asker.deliver(frame);
    }
    return isFollowed;
  }

  dropAsker(asker: Asker): void {
    for (const [session, { followers }] of this.states) {
      const events = followers.get(asker);
      followers.delete(asker);
      if (events) void this.endUnfollowedAsync(session, events);
    }
  }

  dropSession(session: PluginSession): void {
    this.states.delete(session);
  }

  private async subscribeAsync(asker: Asker, session: PluginSession, envelope: Envelope): Promise<string[]> {
    const wanted = readEvents(envelope);
    requireSubscribe(session);
    const state = this.states.get(session) ?? { followers: new Map(), onPlugin: new Map() };
    this.states.set(session, state);
    // Before the plugin answers: its first push may be in the same packet as its answer.
    const events = state.followers.get(asker) ?? new Set();
    state.followers.set(asker, events);
    for (const event of wanted) events.add(event);
    this.askPlugin(session, state, wanted);
    const granted = await Promise.all(
      wanted.map(async (event) => {
        try {
          if (await state.onPlugin.get(event)) return event;
        } catch (error) {
          events.delete(event);
          throw error;
        }
        events.delete(event);
        return undefined;
      }),
    );
    return granted.filter((event) => event !== undefined);
  }

  private async unsubscribeAsync(
    asker: Asker,
    session: PluginSession,
    envelope: Envelope,
  ): Promise<string[]> {
    const unwanted = readEvents(envelope);
    requireSubscribe(session);
    const events = this.states.get(session)?.followers.get(asker);
    const ended = unwanted.filter((event) => events?.delete(event));
    await this.endUnfollowedAsync(session, ended);
    return ended;
  }

  /** One request for all events that the plugin does not push yet. */
  private askPlugin(session: PluginSession, state: SessionState, wanted: readonly string[]): void {
    const fresh = wanted.filter((event) => !state.onPlugin.has(event));
    if (fresh.length === 0) return;
    const answer = this.relay.askAsync(session, 'subscribe', { events: fresh }).then(eventsOf);
    for (const event of fresh) {
      const granted = answer.then((events) => events.includes(event));
      state.onPlugin.set(event, granted);
      const forget = () => {
        if (state.onPlugin.get(event) === granted) state.onPlugin.delete(event);
      };
      granted.then((isGranted) => isGranted || forget(), forget);
    }
  }

  private async endUnfollowedAsync(session: PluginSession, events: Iterable<string>): Promise<void> {
    const state = this.states.get(session);
    if (!state) return;
    const followed = new Set([...state.followers.values()].flatMap((set) => [...set]));
    const over = [...events].filter((event) => !followed.has(event) && state.onPlugin.delete(event));
    if (over.length === 0) return;
    try {
      eventsOf(await this.relay.askAsync(session, 'unsubscribe', { events: over }));
    } catch (error) {
      this.logger.debug(`the plugin did not end ${over.join(', ')}: ${errorToPayload(error).message}`);
    }
  }
}

function requireSubscribe(session: PluginSession): void {
  if (session.can('subscribe')) return;
  throw new BridgeError('CAPABILITY_NOT_SUPPORTED', 'This plugin does not push events.', {
    delivery: 'not-sent',
  });
}

function readEvents(envelope: Envelope): string[] {
  const payload = subscribePayload.safeParse(envelope.payload);
  if (payload.success) return [...new Set(payload.data.events)];
  throw new BridgeError('INVALID_PAYLOAD', `${envelope.type} has to list its events.`, {
    delivery: 'not-sent',
  });
}

function eventsOf(answer: Envelope): string[] {
  if (answer.type === 'error') {
    const error = errorPayload.safeParse(answer.payload);
    if (error.success) throw errorFromPayload(error.data);
  }
  const payload = subscribePayload.safeParse(answer.payload);
  if (!payload.success) throw new BridgeError('INVALID_RESULT', `The plugin answered with ${answer.type}.`);
  return payload.data.events;
}

function reply(asker: Asker, { sessionId, requestId }: Envelope, type: string, payload: unknown): void {
  if (requestId === undefined) return;
  const envelope: Envelope = { type, sessionId, requestId, payload };
  asker.deliver({ envelope, text: encodeEnvelope(envelope) });
}
