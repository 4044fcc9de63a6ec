// Talking to the host on a port about the host itself: who it is, and that it shall end. It joins as any client does,
// proof of the token included, but never takes the host's place.
import { randomUUID } from 'node:crypto';
import { BridgeError } from '../protocol/bridge-error.js';
import { HOST_SESSION_ID, hostStatusResultPayload } from '../protocol/client-messages.js';
import { decodeEnvelope, type Envelope, encodeEnvelope } from '../protocol/envelope.js';
import { errorFromPayload, errorPayload } from '../protocol/error-payload.js';
import type { HostStatus, StoppedHost } from '../protocol/host-status.js';
import type { Clock } from '../support/clock.js';
import { delayAsync, withTimeoutAsync } from '../support/delay.js';
import { parseRemoteHost } from './connection-options.js';
import { joinHostAsync, NotAHostError } from './internal/client-handshake.js';
import { dialHostAsync } from './internal/dial-host.js';
import { isDevcontainer } from './internal/environment-detection.js';
import { type Link, LOOPBACK } from './internal/link.js';
import { hostFull, portInUse, unreachable } from './internal/place-errors.js';
import { findTokenAsync, type TokenSource } from './internal/token-file.js';

export interface HostDoor {
  readonly port: number;
  /** Instead of a host on this machine. */
  readonly remoteHost?: string | undefined;
  readonly token?: TokenSource | undefined;
  readonly stateFolder: string;
  readonly clientVersion: string;
  readonly clock: Clock;
}

const ANSWER_MS = 3_000;
/** A host that ends hands over first and lets its plugins go in order. */
const LEAVE_MS = 10_000;
const RETRY_MS = 20;

/** `undefined` where nobody listens. */
export async function findHostStatusAsync(door: HostDoor): Promise<HostStatus | undefined> {
  return await withHostAsync(door, async ({ status }) => status);
}

/** Asks the host to end and waits until it did; `undefined` where there is none. */
export async function stopHostAsync(door: HostDoor): Promise<StoppedHost | undefined> {
  const { clock } = door;
  const host = await withHostAsync(door, async ({ link, status }) => {
    const left = new Promise<true>((resolve) => link.onClose(() => resolve(true)));
    const answer = await askAsync(link, clock, 'stopHost');
    if (answer === undefined) throw stillThere(status, 'it does not know that request');
    if (answer.type === 'error') throw errorFromPayload(errorPayload.parse(answer.payload));
    if (!(await withTimeoutAsync<boolean>(clock, LEAVE_MS, left, () => false))) {
      throw stillThere(status, 'it did not leave');
    }
    return status;
  });
  if (!host) return undefined;
  const startedAt = clock.now();
  for (;;) {
    const successor = await findHostStatusAsync(door);
    if (!successor) return { host };
    if (successor.hostId !== host.hostId) return { host, successor };
    if (clock.now() - startedAt > LEAVE_MS) throw stillThere(host, 'it still answers');
    await delayAsync(clock, RETRY_MS);
  }
}

interface JoinedHost {
  readonly link: Link;
  readonly status: HostStatus;
}

async function withHostAsync<T>(
  door: HostDoor,
  use: (joined: JoinedHost) => Promise<T>,
): Promise<T | undefined> {
  const remote = door.remoteHost === undefined ? undefined : parseRemoteHost(door.remoteHost, door.port);
  const place = {
    mode: remote ? ('remote' as const) : ('auto' as const),
    remoteName: remote?.name ?? '',
    port: remote?.port ?? door.port,
  };
  const { clock } = door;
  const startedAt = clock.now();
  for (;;) {
    const dialled = await dialHostAsync({
      host: remote?.name ?? LOOPBACK,
      port: place.port,
      timeoutMs: ANSWER_MS,
      clock,
    });
    if (dialled.ok) {
      try {
        return await use(await joinAsync(door, place.port, dialled.link));
      } catch (error) {
        if (!(error instanceof NotAHostError)) throw error;
        if (!error.mayBeEnding || clock.now() - startedAt > ANSWER_MS) throw portInUse(place, error.message);
      } finally {
        dialled.link.close('asked what there was to ask');
      }
    } else if (dialled.kind === 'refused') {
      return undefined;
    } else if (dialled.kind === 'full' && clock.now() - startedAt > ANSWER_MS) {
      throw hostFull(place, dialled.message);
    } else if (dialled.kind === 'unreachable') {
      throw unreachable(place, dialled.message);
    } else if (
      dialled.kind === 'foreign' ||
      dialled.kind === 'silent' ||
      clock.now() - startedAt > ANSWER_MS
    ) {
      throw portInUse(place, dialled.message);
    }
    await delayAsync(clock, RETRY_MS);
  }
}

async function joinAsync(door: HostDoor, port: number, link: Link): Promise<JoinedHost> {
  const { clock, token, stateFolder, clientVersion } = door;
  const welcome = await joinHostAsync(link, {
    clock,
    timeoutMs: ANSWER_MS,
    clientId: randomUUID(),
    clientVersion,
    canSucceed: false,
    // In a container the port may be a forwarded one.
    port: door.remoteHost === undefined && !isDevcontainer() ? port : undefined,
    findTokenAsync: () => findTokenAsync(token, stateFolder),
  });
  const answer = await askAsync(link, clock, 'hostStatus');
  const told = hostStatusResultPayload.safeParse(answer?.payload);
  const { pid, clients } = told.success ? told.data : {};
  return {
    link,
    status: {
      hostId: welcome.hostId,
      port,
      version: welcome.serverVersion,
      uptimeMs: welcome.uptimeMs,
      sessions: welcome.sessions.length,
      ...(pid === undefined ? {} : { pid }),
      ...(clients === undefined ? {} : { clients }),
    },
  };
}

/** `undefined` where no answer came: the host is older than the question. */
function askAsync(link: Link, clock: Clock, type: string): Promise<Envelope | undefined> {
  const requestId = randomUUID();
  const answer = new Promise<Envelope | undefined>((resolve) => {
    link.read((frame) => {
      const result = decodeEnvelope(frame);
      if (result.ok && result.envelope.requestId === requestId) resolve(result.envelope);
    });
    link.onClose(() => resolve(undefined));
    link.send(encodeEnvelope({ type, sessionId: HOST_SESSION_ID, requestId, payload: {} }));
  });
  return withTimeoutAsync(clock, ANSWER_MS, answer, () => undefined);
}

function stillThere({ port, pid }: HostStatus, why: string): BridgeError {
  const who = pid === undefined ? '' : ` (process ${pid})`;
  return new BridgeError('HOST_UNREACHABLE', `The host on port ${port}${who} could not be ended: ${why}.`, {
    hint: 'End it where it runs, with Ctrl+C.',
  });
}
