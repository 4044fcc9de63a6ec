// The session that the terminal talks to: one that is connected, or one in a Studio that was started for it. It outlives
// reconnects and can be changed for another.
import type {
  CommandContext,
  SessionChoice,
  StudioConnection,
  StudioSession,
} from '../command/command-context.js';
import { untilAbortedAsync } from '../command/waits.js';
import type { RunningStudio } from '../command/world/studio-launcher.js';
import { BridgeError } from '../protocol/bridge-error.js';
import { logPushPayload, stateChangePayload } from '../protocol/events.js';
import type { LogEntry } from '../protocol/log-entry.js';
import type { SessionInfo } from '../protocol/session-info.js';
import { delayAsync } from '../support/delay.js';
import type { Unsubscribe } from '../support/emitter.js';
import { shownName } from '../support/shown-text.js';

const START_MS = 60_000;
/** How long to wait for a session that has just left. */
const RETURN_MS = 5_000;

export interface AttachmentEvents {
  onLog(entry: LogEntry): void;
  onNotice(line: string): void;
}

export class Attachment {
  private current: StudioSession | undefined;
  private studio: RunningStudio | undefined;
  private stopFollowing: Unsubscribe = () => {};
  private wanted: SessionChoice;
  private isClosing = false;

  /** Attaches to what is connected; where nothing is and nothing was named, starts a Studio. */
  static async openAsync(
    context: CommandContext,
    emulator: boolean | undefined,
    events: AttachmentEvents,
  ): Promise<Attachment> {
    const connection = await context.openConnectionAsync({ port: context.options.port });
    const attachment = new Attachment(context, connection, events);
    try {
      await attachment.beginAsync(emulator);
    } catch (error) {
      // Several sessions: there is one to choose, once the terminal is there to choose with.
      if (!(error instanceof BridgeError && error.code === 'AMBIGUOUS_SESSION')) {
        await attachment.closeAsync();
        throw error;
      }
      events.onNotice(`${error.message}\nChoose one with .connect`);
    }
    return attachment;
  }

  private constructor(
    private readonly context: CommandContext,
    readonly connection: StudioConnection,
    private readonly events: AttachmentEvents,
  ) {
    const { target, context: studioContext } = context.options;
    this.wanted = { target, context: studioContext };
    connection.on('session-disconnected', ({ session, reason }) => {
      if (session.sessionId === this.info?.sessionId && !this.isClosing)
        events.onNotice(`${nameOf(session)} left: ${reason}.`);
    });
    connection.on('closed', ({ reason }) => {
      if (!this.isClosing) events.onNotice(`The bridge is gone: ${reason}.`);
    });
  }

  /** Nothing that could change something is run. */
  get isReadOnly(): boolean {
    return this.context.options.readOnly === true;
  }

  get info(): SessionInfo | undefined {
    return this.current?.info;
  }

  /** The session, looked for again if it left. */
  async sessionAsync(signal: AbortSignal): Promise<StudioSession> {
    const { current, connection } = this;
    const isThere = connection.listSessions().some(({ sessionId }) => sessionId === current?.info.sessionId);
    if (current && isThere) return current;
    return await this.useAsync({ ...this.wanted, waitMs: current ? RETURN_MS : undefined, signal });
  }

  /** Another session; the one there is stays if none fits. */
  async connectAsync(choice: {
    target?: string | undefined;
    context?: SessionInfo['context'] | undefined;
  }): Promise<void> {
    const wanted = { target: choice.target ?? this.info?.instanceId, context: choice.context };
    await this.useAsync(wanted);
    this.wanted = wanted;
  }

  async closeAsync(): Promise<void> {
    this.isClosing = true;
    this.stopFollowing();
    await this.studio?.closeAsync();
    await this.connection.disconnectAsync();
  }

  private async beginAsync(emulator: boolean | undefined): Promise<void> {
    const { context, connection } = this;
    const { waitMs } = context.options;
    const isNamed = this.wanted.target !== undefined || waitMs !== undefined;
    if (!isNamed && emulator === undefined && connection.unsettledMs > 0) {
      context.notify('Waiting for Studios to connect...');
      await Promise.race([
        delayAsync(context.clock, connection.unsettledMs),
        untilAbortedAsync(context.signal),
      ]);
    }
    const isEmpty = connection.listSessions().length === 0;
    if (emulator === true || (isEmpty && !isNamed)) return await this.startStudioAsync(emulator);
    await this.useAsync({ ...this.wanted, waitMs, signal: context.signal });
  }

  private async startStudioAsync(emulator: boolean | undefined): Promise<void> {
    const { context, connection } = this;
    const known = new Set(connection.listSessions().map(({ sessionId }) => sessionId));
    const arrival = new Promise<SessionInfo>((resolve) => {
      connection.on('session-connected', (info) => {
        if (!known.has(info.sessionId) && info.context === 'edit') resolve(info);
      });
    });
    const studio = await context.studios.launchAsync({ port: connection.port, emulator, isLongLived: true });
    this.studio = studio;
    context.notify(studio.notice);
    const ended = studio.exited.then(() => 'ended' as const);
    const late = delayAsync(context.clock, START_MS).then(() => 'late' as const);
    const info = await Promise.race([arrival, ended, late, untilAbortedAsync(context.signal)]);
    if (info === undefined) throw new BridgeError('CANCELLED', 'The terminal was interrupted.');
    if (typeof info === 'string') {
      throw new BridgeError(
        'SESSION_DISCONNECTED',
        `The Studio ${info === 'ended' ? 'ended before it' : 'did not'} connect.`,
      );
    }
    this.wanted = { target: info.sessionId };
    await this.useAsync(this.wanted);
    this.wanted = { target: info.instanceId };
  }

  private async useAsync(choice: SessionChoice): Promise<StudioSession> {
    const session = await this.connection.resolveSessionAsync(choice);
    if (session.info.sessionId === this.info?.sessionId) return session;
    this.stopFollowing();
    this.current = session;
    const stop = session.follow({
      push: (event) => this.read(event),
      missed: ({ fromSeq, toSeq }) =>
        this.events.onNotice(`${toSeq - fromSeq + 1} lines of output were missed.`),
    });
    const events = ['logPush', 'stateChange'] as const;
    this.stopFollowing = () => {
      stop();
      session.unsubscribeAsync(events).catch(() => {});
    };
    // A plugin that pushes nothing is fine: what a script prints comes with its answer.
    await session.subscribeAsync(events).catch(() => []);
    return session;
  }

  private read({ type, payload }: { readonly type: string; readonly payload: unknown }): void {
    if (type === 'logPush') {
      const log = logPushPayload.safeParse(payload);
      if (log.success) this.events.onLog(log.data.entry);
    } else if (type === 'stateChange') {
      const change = stateChangePayload.safeParse(payload);
      if (change.success)
        this.events.onNotice(`Studio: ${change.data.previousState} -> ${change.data.newState}`);
    }
  }
}

export function nameOf({ placeName, context, origin }: SessionInfo): string {
  return `${shownName(placeName) || 'unnamed place'} (${context}${origin === 'emulator' ? ', emulated' : ''})`;
}
