// One request to Open Cloud and what becomes of it: how often it may be made, when it is made again, and what a refusal
// means. It knows the service's habits, and none of its resources.
import * as z from 'zod/mini';
import { BridgeError } from '../protocol/bridge-error.js';
import { interruptionOf } from '../protocol/interruption.js';
import type { Clock, Timer } from '../support/clock.js';
import { cloudFailure } from './cloud-failure.js';
import { RateLimits } from './rate-limits.js';
import { isAmbiguous, MAX_ATTEMPTS, mayRetryAnswer, mayRetryFailure, pauseMs } from './retries.js';
import { ROUTES, type RouteName } from './routes.js';
import { type HttpResponse, type Transport, TransportError } from './transport.js';
import { waitAsync } from './wait.js';

/** Told when the service refuses for now what somebody waits for, with its status and how long it is left alone. */
export type BusyListener = (status: number, pauseMs: number) => void;

/** Nothing else goes on while these wait. */
const AWAITED: ReadonlySet<RouteName> = new Set(['upload', 'createTask', 'createPinnedTask']);

export interface CloudHttpOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly random: () => number;
  readonly onBusy?: BusyListener | undefined;
}

export interface Asking {
  /** What is asked about, for people. */
  readonly subject: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  readonly onSent?: ((sentBytes: number, totalBytes: number) => void) | undefined;
  /** From here on the service may do it. */
  readonly onBegin?: (() => void) | undefined;
  /** It surely did not. */
  readonly onRefused?: (() => void) | undefined;
}

/** How long an answer is awaited although nobody waits any more: what was done is not known without it. */
const LINGER_MS = 5_000;

export class CloudHttp {
  readonly limits: RateLimits;
  private toldUntilMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: CloudHttpOptions) {
    this.limits = new RateLimits(options.clock);
  }

  /** @throws BridgeError for everything but an answer of this shape. */
  async askAsync<Schema extends z.core.$ZodType>(
    route: RouteName,
    path: string,
    schema: Schema,
    asking: Asking,
  ): Promise<z.output<Schema>> {
    const response = await this.exchangeAsync(route, path, asking);
    if (isGood(response)) return read(schema, route, asking.subject, response);
    const failure = cloudFailure(route, asking.subject, response);
    throw isAmbiguous(ROUTES[route], response) ? ambiguous(route, asking.subject, failure.message) : failure;
  }

  /** The last answer there was, good or bad. */
  async exchangeAsync(
    route: RouteName,
    path: string,
    { subject, onBegin, onRefused, ...asking }: Asking,
  ): Promise<HttpResponse> {
    const { apiKey, baseUrl, clock, transport, random } = this.options;
    const { method, retries } = ROUTES[route];
    const { signal } = asking;
    const url = baseUrl + path;
    for (let attempt = 0; ; attempt++) {
      await this.limits.takeAsync(route, signal);
      const isLast = attempt + 1 >= MAX_ATTEMPTS;
      let response: HttpResponse | undefined;
      try {
        const headers = { 'x-api-key': apiKey, ...asking.headers };
        if (signal?.aborted) throw interruptionOf(signal);
        onBegin?.();
        response =
          retries === 'always'
            ? await transport({ ...asking, method, url, headers })
            : await this.lingerAsync(signal, (late) =>
                transport({ ...asking, method, url, headers, signal: late }),
              );
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        if (error.wasNotSent) onRefused?.();
        if (isLast || !mayRetryFailure(ROUTES[route], error)) {
          throw isAmbiguous(ROUTES[route], error)
            ? ambiguous(route, subject, error.message)
            : unreachable(url, error);
        }
      }
      if (response) {
        this.limits.learn(route, response);
        if (!isGood(response) && response.status < 500) onRefused?.();
        // Long answers sometimes come cut off, and say that they are whole.
        const isCut = retries === 'always' && isGood(response) && !isJson(response);
        if (isLast || !(isCut || mayRetryAnswer(ROUTES[route], response))) return response;
      }
      const pause = pauseMs(attempt, random(), response, clock.wallTime());
      if (response && AWAITED.has(route)) this.tellBusy(response.status, pause);
      // All who ask this endpoint wait: the others would only be refused too.
      if (response?.status === 429) this.limits.pause(route, pause);
      else await waitAsync(clock, pause, signal);
    }
  }

  /** What may not be done twice is not let go of the moment that its signal is aborted. */
  private async lingerAsync(
    signal: AbortSignal | undefined,
    exchange: (late: AbortSignal) => Promise<HttpResponse>,
  ): Promise<HttpResponse> {
    const late = new AbortController();
    let timer: Timer | undefined;
    const onAbort = () => {
      timer = this.options.clock.setTimer(LINGER_MS, () => late.abort(signal?.reason));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await exchange(late.signal);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      timer?.cancel();
    }
  }

  /** Once for all that wait at the same time. */
  private tellBusy(status: number, pauseMs: number): void {
    const now = this.options.clock.now();
    if (now < this.toldUntilMs) return;
    this.toldUntilMs = now + pauseMs;
    this.options.onBusy?.(status, pauseMs);
  }
}

function isGood({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

function isJson({ body }: HttpResponse): boolean {
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

function read<Schema extends z.core.$ZodType>(
  schema: Schema,
  route: RouteName,
  subject: string,
  { body }: HttpResponse,
): z.output<Schema> {
  try {
    return z.parse(schema, JSON.parse(body.toString('utf8')));
  } catch (cause) {
    const start = body.toString('utf8', 0, 80).replaceAll(/\s+/g, ' ');
    const what = `Open Cloud answered something else than expected when asked to ${ROUTES[route].name} ${subject}: ${start}`;
    throw ROUTES[route].retries === 'always'
      ? new BridgeError('CLOUD_UNREACHABLE', what, { cause })
      : ambiguous(route, subject, what);
  }
}

function unreachable(url: string, cause: TransportError): BridgeError {
  return new BridgeError(
    'CLOUD_UNREACHABLE',
    `Open Cloud at ${new URL(url).origin} cannot be reached: ${cause.message}.`,
    {
      cause,
      delivery: 'not-sent',
    },
  );
}

function ambiguous(route: RouteName, subject: string, why: string): BridgeError {
  const message = `Whether Open Cloud did ${ROUTES[route].name} ${subject} is not known: ${why.replace(/\.$/, '')}.`;
  return new BridgeError('CLOUD_UNREACHABLE', message, {
    delivery: 'unknown',
    hint: 'It was not tried again, because the script could run twice. Look at the place before you run it again.',
  });
}
