// The way of a plugin's connection into the host: handshake within its time, then frames, until it closes.
import { BridgeError, toBridgeError } from '../../../protocol/bridge-error.js';
import { type Envelope, encodeEnvelope } from '../../../protocol/envelope.js';
import { OTHER_VERSION_HINT } from '../../../protocol/error-catalog.js';
import { errorToPayload } from '../../../protocol/error-payload.js';
import type { Timer } from '../../../support/clock.js';
import type { Link } from '../link.js';
import { type Frame, readFrame } from './frame.js';
import type { HostOptions } from './host-options.js';
import { Liveness } from './liveness.js';
import { type Announcement, readAnnouncement, welcomeFor } from './plugin-handshake.js';
import { pairAsync } from './plugin-pairing.js';
import { PluginSession } from './plugin-session.js';
import { outdatedPluginWarning } from './plugin-version.js';
import type { SessionTracker } from './session-tracker.js';

/** How long the old socket of a Studio that registers again has to show that it is alive. */
const TWIN_PING_MS = 1_000;

export interface PluginGateEvents {
  frame(session: PluginSession, frame: Frame): void;
}

export class PluginGate {
  constructor(
    private readonly options: HostOptions,
    private readonly port: number,
    private readonly tracker: SessionTracker<PluginSession>,
    private readonly events: PluginGateEvents,
  ) {}

  /** `expectedId` is the id in the path that a version 1 plugin was told to dial. */
  admit(link: Link, expectedId?: string): void {
    const { clock, limits, logger } = this.options;
    const timer = clock.setTimer(
      limits.handshakeTimeoutMs,
      () => {
        logger.debug('closed a plugin connection that did not register');
        link.close(`no register within ${limits.handshakeTimeoutMs / 1000} seconds`);
      },
      { background: true },
    );
    link.onClose(() => timer.cancel());
    link.read((text) => this.readHandshake(link, text, timer, expectedId));
  }

  private readHandshake(link: Link, text: string, timer: Timer, expectedId: string | undefined): void {
    const result = readFrame(text);
    if (!result.ok) {
      this.refuse(link, undefined, result.reason, result.requestId);
      return;
    }
    const { envelope } = result;
    if (envelope.type !== 'register' && envelope.type !== 'hello') {
      this.options.logger.debug(`dropped ${envelope.type} from a plugin that is not registered`);
      return;
    }
    const announced = readAnnouncement(envelope, this.options.clock.wallTime());
    if (!announced.ok) {
      this.refuse(link, envelope, announced.reason, envelope.requestId);
      return;
    }
    const { announcement } = announced;
    if (expectedId !== undefined && announcement.info.sessionId !== expectedId) {
      link.close(`the path names another session than ${envelope.type} does`);
      return;
    }
    timer.cancel();
    // What comes while an older socket is asked for a sign of life stays in the link.
    link.read(undefined);
    void this.admitAnnouncedAsync(link, announcement).catch((error: unknown) => {
      const refusal = toBridgeError(error);
      this.options.logger.warn(`refused a plugin: ${refusal.message} ${refusal.hint}`);
      this.sendError(link, announcement.info.sessionId, undefined, refusal);
      link.close('refused');
    });
  }

  private async admitAnnouncedAsync(link: Link, announcement: Announcement): Promise<void> {
    const { clock, limits, requirePairing, findPairingSecretAsync } = this.options;
    const { info, pairing } = announcement;
    const known = pairing && (await findPairingSecretAsync());
    const outcome = await pairAsync(link, pairing, known, {
      clock,
      timeoutMs: limits.handshakeTimeoutMs,
      port: this.port,
      sessionId: info.sessionId,
    });
    if (outcome === 'failed') throw notPaired('The plugin could not prove that it is paired.');
    if (outcome === 'unpaired' && pairing) {
      // It would trust nothing that this host says: no session to offer to anybody.
      throw notPaired('The plugin was installed with a pairing secret that this host does not have.');
    }
    if (outcome === 'unpaired' && requirePairing) {
      throw notPaired('This host takes paired plugins only, and this one is not paired with it.');
    }
    await this.replaceDeadTwinsAsync(announcement);
    if (!link.isOpen) return;
    this.register(link, { ...announcement, info: { ...info, paired: outcome === 'paired' } });
  }

  /** A clash of identities never ends a session that still answers. */
  private async replaceDeadTwinsAsync(announcement: Announcement): Promise<void> {
    const twins = this.tracker.twinsOf(announcement.info);
    await Promise.all(
      twins.map(async (twin) => {
        if (await twin.link.pingAsync(TWIN_PING_MS)) return;
        this.tracker.remove(twin, 'it registered again');
        twin.link.terminate('replaced by a new connection of the same Studio');
      }),
    );
  }

  private register(link: Link, announcement: Announcement): void {
    const { clock, logger, serverVersion, limits } = this.options;
    const sessionId = this.tracker.allotId(announcement.info.sessionId);
    const update = announcement.outdated ? { pluginUpdateAvailable: true } : {};
    const info = { ...announcement.info, sessionId, ...update };
    const session = new PluginSession(link, info, announcement.actions);
    const liveness = session.can('heartbeat')
      ? new Liveness(clock, {
          stale: (stale) => this.tracker.update(session, { stale }),
          gone: () => {
            this.tracker.remove(session, 'no heartbeat for a minute');
            session.send({ type: 'shutdown', sessionId, payload: {} });
            link.close('no heartbeat for a minute');
          },
        })
      : undefined;
    link.onClose((reason) => {
      liveness?.stop();
      this.tracker.remove(session, reason);
    });
    const { maxFrameBytes } = limits;
    session.send(welcomeFor(announcement, session.info, { serverVersion, maxFrameBytes }));
    if (announcement.outdated) logger.warn(outdatedPluginWarning(session.info.pluginVersion));
    this.tracker.add(session);
    link.read((text) => {
      liveness?.seen();
      this.readFrame(session, text);
    });
  }

  private readFrame(session: PluginSession, text: string): void {
    const result = readFrame(text);
    if (!result.ok) {
      this.refuse(session.link, undefined, result.reason, result.requestId);
      return;
    }
    const { envelope } = result;
    // A plugin that got tired of waiting for its welcome; the one it got stands.
    if (envelope.type === 'register' || envelope.type === 'hello') return;
    if (!session.isLegacy && envelope.sessionId !== session.info.sessionId) {
      const message = `This connection is session ${session.info.sessionId}, not ${envelope.sessionId}.`;
      const error = new BridgeError('SESSION_MISMATCH', message);
      this.sendError(session.link, envelope.sessionId, envelope.requestId, error);
      return;
    }
    this.events.frame(session, { envelope, text });
  }

  private refuse(
    link: Link,
    envelope: Envelope | undefined,
    reason: string,
    requestId: string | undefined,
  ): void {
    this.options.logger.debug(`dropped a frame from a plugin: ${reason}`);
    const isNewPlugin = envelope?.type === 'register';
    if (requestId === undefined && !isNewPlugin) return;
    const error = new BridgeError('INVALID_PAYLOAD', `The frame was refused: ${reason}.`, {
      hint: OTHER_VERSION_HINT,
    });
    this.sendError(link, envelope?.sessionId ?? '', requestId, error);
  }

  private sendError(link: Link, sessionId: string, requestId: string | undefined, error: BridgeError): void {
    const id = requestId === undefined ? {} : { requestId };
    link.send(encodeEnvelope({ type: 'error', sessionId, ...id, payload: errorToPayload(error) }));
  }
}

function notPaired(message: string): BridgeError {
  const hint = 'Install the plugin, then open Studio again: studio-bridge plugin install';
  return new BridgeError('UNAUTHORIZED', message, { hint });
}
