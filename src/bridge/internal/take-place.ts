// Becoming part of the bridge: whoever can bind the port is the host, whoever cannot joins the one that did.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { ClientWelcomePayload } from '../../protocol/client-messages.js';
import type { Clock } from '../../support/clock.js';
import { delayAsync } from '../../support/delay.js';
import type { Logger } from '../../support/logger.js';
import { joinHostAsync, NotAHostError } from './client-handshake.js';
import { type DialFailure, dialHostAsync } from './dial-host.js';
import type { BridgeHost } from './host/bridge-host.js';
import type { HostOptions } from './host/host-options.js';
import { type Link, LOOPBACK } from './link.js';
import { hostFull, portInUse, portTakenAsync, portUnusable, unreachable } from './place-errors.js';
import type { BoundPort } from './port-binding.js';

export interface PlaceOptions {
  readonly port: number;
  /** It takes none of the machine's. */
  readonly isInner: boolean;
  /** `remote` never binds, `host` never joins. */
  readonly mode: 'auto' | 'host' | 'remote';
  readonly remoteName: string;
  /** In a container, where the port may be forwarded from outside. */
  readonly isContainer: boolean;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly clientId: string;
  readonly clientVersion: string;
  readonly findTokenAsync: () => Promise<string | undefined>;
  /** What the host before refused, and a host in its place has to refuse too. */
  readonly inherited?: Pick<ClientWelcomePayload, 'readOnly' | 'requirePairing'>;
  readonly createHostOptions: () => Promise<Omit<HostOptions, 'isSuccessor'>>;
}

export interface Place {
  readonly role: 'host' | 'client';
  readonly port: number;
  readonly link: Link;
  readonly welcome: ClientWelcomePayload;
  /** In the process that is the host. */
  readonly host?: BridgeHost;
}

/** No port of the machine has this number, so a plugin that dials it reaches nobody else. */
const INNER: BoundPort = { port: 0, serve() {}, setRef() {}, stopListening() {} };

/** For one attempt to reach whoever holds the port. */
const ATTEMPT_MS = 5_000;
/** A container that nothing is forwarded into must not make every command wait. */
const CONTAINER_JOIN_MS = 3_000;
/** Between attempts while one host ends and the next is not there yet. */
const RETRY_MS = 5;
const MAX_RETRY_MS = 100;
/** A holder that keeps hanging up for this long is no host that is ending. */
const ENDING_MS = 3_000;

/** `isReturning`: there was a host just now, so that nobody on the port means that the next is not there yet. */
export async function takePlaceAsync(options: PlaceOptions, isReturning = false): Promise<Place> {
  const { clock, port, mode, timeoutMs } = options;
  if (options.isInner) return await becomeHostAsync(options, INNER, false);
  const startedAt = clock.now();
  const outside =
    options.isContainer && mode !== 'host' && !isReturning ? await tryJoinOutsideAsync(options) : undefined;
  if (outside) return outside;
  let retryMs = RETRY_MS;
  let endingSince: number | undefined;
  for (;;) {
    // Dialling first spares a client all that only a host needs. It is not a probe: what decides is the binding.
    if (mode !== 'host' && port !== 0) {
      const joined = await tryJoinAsync(options, Math.min(ATTEMPT_MS, timeoutMs));
      if (joined.ok) return joined.place;
      if (joined.kind === 'foreign' || joined.kind === 'silent') throw portInUse(options, joined.message);
      const isAbsent = joined.kind === 'unreachable' || (mode === 'remote' && joined.kind === 'refused');
      if (isAbsent && !isReturning) throw unreachable(options, joined.message);
      const mayPass = joined.kind === 'ended' || joined.kind === 'full';
      endingSince = mayPass ? (endingSince ?? clock.now()) : undefined;
      if (clock.now() - (endingSince ?? clock.now()) > ENDING_MS && !isReturning) {
        throw joined.kind === 'full' ? hostFull(options, joined.message) : portInUse(options, joined.message);
      }
      if (clock.now() - startedAt > timeoutMs) throw unreachable(options, joined.message);
    }
    if (mode !== 'remote') {
      const { bindPortAsync } = await import('./port-binding.js');
      const bind = await bindPortAsync(LOOPBACK, port);
      if (bind.ok) return becomeHostAsync(options, bind.bound, isReturning);
      if (bind.code !== 'EADDRINUSE') throw portUnusable(port, bind.message);
      if (mode === 'host') throw await portTakenAsync(port);
    }
    await delayAsync(clock, retryMs);
    retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  }
}

/** In a container the host is expected outside of it, and Studio too; but this may be all there is. */
async function tryJoinOutsideAsync(options: PlaceOptions): Promise<Place | undefined> {
  const joined = await tryJoinAsync(options, CONTAINER_JOIN_MS);
  if (joined.ok) return joined.place;
  // A program that answers otherwise is no way out of the container, and the error that follows names it.
  if (joined.kind !== 'refused' && joined.kind !== 'foreign') {
    options.logger.warn(
      `No host outside this container answered on port ${options.port} (${joined.message}); looking inside it. ` +
        'If Studio runs outside, start studio-bridge serve there and forward the port.',
    );
  }
  return undefined;
}

async function becomeHostAsync(
  options: PlaceOptions,
  bound: BoundPort,
  isSuccessor: boolean,
): Promise<Place> {
  const [{ BridgeHost: Host }, hostOptions, front] = await Promise.all([
    import('./host/start-host.js'),
    options.createHostOptions(),
    bound === INNER ? undefined : import('./host/http-front.js'),
  ]);
  const { readOnly, requirePairing } = options.inherited ?? {};
  const host = new Host(
    bound,
    {
      ...hostOptions,
      readOnly: hostOptions.readOnly || readOnly,
      requirePairing: hostOptions.requirePairing || requirePairing === true,
      isSuccessor,
    },
    front?.createHttpFront,
  );
  const link = host.connectLocal();
  const welcome = await joinHostAsync(link, {
    clock: options.clock,
    timeoutMs: ATTEMPT_MS,
    clientId: options.clientId,
    clientVersion: options.clientVersion,
    canSucceed: false,
    port: undefined,
  });
  return { role: 'host', port: host.port, link, welcome, host };
}

type JoinResult = { ok: true; place: Place } | { ok: false; kind: DialFailure; message: string };

async function tryJoinAsync(options: PlaceOptions, timeoutMs: number): Promise<JoinResult> {
  const { clock, port } = options;
  const startedAt = clock.now();
  const host = options.mode === 'remote' ? options.remoteName : LOOPBACK;
  const mayBeForwarded = options.mode === 'remote' || options.isContainer;
  const dialled = await dialHostAsync({ host, port, timeoutMs, clock });
  if (!dialled.ok) return dialled;
  try {
    const welcome = await joinHostAsync(dialled.link, {
      clock,
      timeoutMs: Math.max(0, timeoutMs - (clock.now() - startedAt)),
      clientId: options.clientId,
      clientVersion: options.clientVersion,
      canSucceed: options.mode !== 'remote',
      port: mayBeForwarded ? undefined : port,
      findTokenAsync: options.findTokenAsync,
    });
    return { ok: true, place: { role: 'client', port, link: dialled.link, welcome } };
  } catch (error) {
    dialled.link.terminate('the handshake failed');
    if (error instanceof BridgeError) throw error;
    if (!(error instanceof NotAHostError)) throw error;
    return { ok: false, kind: error.mayBeEnding ? 'ended' : 'foreign', message: error.message };
  }
}
