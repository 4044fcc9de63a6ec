// What a host makes of `register` and `hello`: the session they announce and the welcome they get.
import type { Envelope } from '../../../protocol/envelope.js';
import {
  type HelloPayload,
  helloPayload,
  type RegisterPayload,
  registerPayload,
} from '../../../protocol/handshake.js';
import { PROTOCOL_VERSION } from '../../../protocol/limits.js';
import type { PairingOffer } from '../../../protocol/pairing.js';
import { problemOf } from '../../../protocol/schema-demand.js';
import type { SessionInfo } from '../../../protocol/session-info.js';
import { isOutdatedPlugin } from './plugin-version.js';

export interface Announcement {
  /** As the plugin proposes it; `sessionId` may still be replaced. */
  readonly info: SessionInfo;
  /** Actions that the plugin has from before: name to hash. */
  readonly actions: Readonly<Record<string, string>>;
  readonly outdated: boolean;
  readonly pairing: PairingOffer | undefined;
}

export type AnnouncementResult = { ok: true; announcement: Announcement } | { ok: false; reason: string };

export function readAnnouncement(envelope: Envelope, wallTime: number): AnnouncementResult {
  const schema = envelope.type === 'register' ? registerPayload : helloPayload;
  const parsed = schema.safeParse(envelope.payload);
  if (!parsed.success) {
    return { ok: false, reason: `${envelope.type}: ${problemOf(parsed.error.issues[0], 'payload')}` };
  }
  const announcement =
    'instanceId' in parsed.data
      ? fromRegister(envelope, parsed.data, wallTime)
      : fromHello(envelope, parsed.data, wallTime);
  return { ok: true, announcement };
}

/** The answer, in the dialect of the plugin's revision: version 1 gets what version 1 always got. */
export function welcomeFor(
  announcement: Announcement,
  info: SessionInfo,
  host: { readonly serverVersion: string; readonly maxFrameBytes: number },
): Envelope {
  const { sessionId, protocolVersion, capabilities } = info;
  if (protocolVersion === 1) return { type: 'welcome', sessionId, payload: { sessionId } };
  return {
    type: 'welcome',
    sessionId,
    protocolVersion,
    payload: {
      sessionId,
      capabilities,
      ...host,
      ...(announcement.outdated ? { pluginUpdateAvailable: true } : {}),
      ...(info.paired ? { paired: true } : {}),
    },
  };
}

function fromRegister(envelope: Envelope, payload: RegisterPayload, wallTime: number): Announcement {
  const { instanceId, context, placeId, gameId, placeName, state, pluginVersion, player } = payload;
  return {
    info: {
      sessionId: envelope.sessionId,
      instanceId,
      context,
      placeId,
      gameId,
      placeName,
      state,
      pluginVersion,
      protocolVersion: negotiate(envelope.protocolVersion ?? PROTOCOL_VERSION),
      capabilities: offered(payload.capabilities),
      origin: payload.origin ?? 'user',
      paired: false,
      stale: false,
      ...(player === undefined ? {} : { player }),
      connectedAt: wallTime,
    },
    actions: payload.actions ?? {},
    pairing: payload.pairing,
    outdated: isOutdatedPlugin(pluginVersion),
  };
}

/** `hello` says next to nothing; what a session must have is filled with what "not known" looks like. */
function fromHello(envelope: Envelope, payload: HelloPayload, wallTime: number): Announcement {
  const sessionId = payload.sessionId || envelope.sessionId;
  const protocolVersion = negotiate(envelope.protocolVersion ?? 1);
  const pluginVersion = payload.pluginVersion ?? '';
  return {
    info: {
      sessionId,
      instanceId: sessionId,
      context: 'edit',
      placeId: 0,
      gameId: 0,
      placeName: '',
      state: 'Edit',
      pluginVersion,
      protocolVersion,
      capabilities: offered(protocolVersion === 1 ? [] : (payload.capabilities ?? [])),
      origin: 'user',
      paired: false,
      stale: false,
      connectedAt: wallTime,
    },
    actions: {},
    pairing: undefined,
    outdated: pluginVersion !== '' && isOutdatedPlugin(pluginVersion),
  };
}

function negotiate(theirs: number): number {
  return Math.min(theirs, PROTOCOL_VERSION);
}

/**
 * The capabilities that both sides have. The host only relays, so it has every one, those of later plugins
 * included; and running scripts is something that any plugin can do.
 */
function offered(capabilities: readonly string[]): string[] {
  return [...new Set(['execute', ...capabilities])];
}
