// The emulated Open Cloud over HTTP, on loopback only: its keys are no secrets and its scripts run on this machine.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../support/clock.js';
import type { CloudFault, CloudFaultPlan } from '../../support/cloud-faults.js';
import { FaultSchedule } from '../../support/fault-plan.js';
import { messageOf } from '../../support/thrown-text.js';
import type { CloudEndpoint } from './cloud-endpoint.js';
import { CloudRefusal } from './cloud-error.js';
import { ENDPOINTS } from './cloud-routes.js';
import { CloudService, type CloudServiceOptions } from './cloud-service.js';
import type { TaskFault } from './cloud-task.js';
import { RequestBudgets } from './request-budgets.js';

export interface EmulatedOpenCloudOptions extends CloudServiceOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly faults?: CloudFaultPlan | undefined;
  /** Told of each request and its status. */
  readonly onRequest?: (line: { method: string; path: string; status: number }) => void;
}

export interface EmulatedOpenCloud {
  /** What clients take for `https://apis.roblox.com`. */
  readonly url: string;
  readonly port: number;
  closeAsync(): Promise<void>;
}

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** @throws Error with code EADDRINUSE if the port is taken. */
export async function startCloudServerAsync(options: EmulatedOpenCloudOptions): Promise<EmulatedOpenCloud> {
  const service = new CloudService(options);
  const budgets = new RequestBudgets(service.limits, options.clock);
  const faults = new FaultSchedule<CloudFault>(options.faults ?? { faults: [] });
  const server = createServer((request, response) => {
    void new Exchange(request, response, {
      service,
      budgets,
      faults,
      clock: options.clock,
      onRequest: options.onRequest,
    }).runAsync();
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  service.origin = `http://127.0.0.1:${port}`;
  return {
    url: service.origin,
    port,
    async closeAsync() {
      service.stop();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Parts {
  readonly service: CloudService;
  readonly budgets: RequestBudgets;
  readonly faults: FaultSchedule<CloudFault>;
  readonly clock: Clock;
  readonly onRequest: EmulatedOpenCloudOptions['onRequest'];
}

class Exchange {
  private headers: Record<string, string> = {};
  private readonly url: URL;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly parts: Parts,
  ) {
    this.url = new URL(request.url ?? '/', 'http://emulated');
  }

  async runAsync(): Promise<void> {
    try {
      await this.answerAsync();
    } catch (error) {
      if (error instanceof CloudRefusal) this.send(error.status, error.body, error.headers);
      else this.send(500, { code: 'INTERNAL', message: messageOf(error) });
    }
  }

  private async answerAsync(): Promise<void> {
    const { service, budgets, faults } = this.parts;
    // A web page that rebinds its name to this address comes with that name.
    if (!LOOPBACK_HOST.test(this.request.headers.host ?? '') || this.request.headers.origin !== undefined) {
      throw new CloudRefusal(
        403,
        'The emulated Open Cloud answers programs of this machine only.',
        'gateway',
      );
    }
    const found = this.endpoint();
    const apiKey = this.request.headers['x-api-key'];
    if (found.endpoint.route) {
      const key = service.authorize(typeof apiKey === 'string' ? apiKey : undefined, found.endpoint.scopes);
      this.headers = budgets.take(found.endpoint.route, key);
    }
    const body = await this.readBodyAsync(service.limits.binaryInputBytes);
    const event = found.endpoint.route ?? 'link';
    const fault = faults.next(({ on }) => on === event);
    if (fault?.where !== 'after' && this.isMet(fault)) return;
    const answer = found.endpoint.answer(service, found.parts, {
      body,
      query: this.url.searchParams,
      nextTaskFault: () => taskFaultOf(faults.next(({ on }) => on === 'task')),
    });
    if (fault?.fault === 'slow') await this.waitAsync((fault.seconds ?? 0) * 1000);
    if (this.isMet(fault)) return;
    if (fault?.fault === 'garble') this.sendHalf(answer.body);
    else this.send(200, answer.body);
  }

  private endpoint(): { endpoint: CloudEndpoint; parts: string[] } {
    for (const endpoint of ENDPOINTS) {
      const match = endpoint.method === this.request.method && endpoint.pattern.exec(this.url.pathname);
      if (match) return { endpoint, parts: match.slice(1) };
    }
    throw new CloudRefusal(
      404,
      `Nothing is emulated at ${this.request.method} ${this.url.pathname}.`,
      'gateway',
    );
  }

  private async readBodyAsync(limitBytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of this.request) {
      bytes += (part as Buffer).length;
      if (bytes > limitBytes) throw new CloudRefusal(413, 'The body is too large.', 'gateway');
      parts.push(part as Buffer);
    }
    return Buffer.concat(parts);
  }

  /** True if that is all that the client gets. */
  private isMet(fault: CloudFault | undefined): boolean {
    if (fault?.fault === 'cut') {
      this.request.socket.destroy();
      return true;
    }
    if (fault?.fault !== 'refuse') return false;
    const { status = 503, retryAfterSeconds } = fault;
    const { body } = new CloudRefusal(status, MESSAGES[status] ?? 'The request failed.', shapeOf(status));
    this.send(
      status,
      body,
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    );
    return true;
  }

  private waitAsync(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.parts.clock.setTimer(durationMs, resolve, { background: true });
    });
  }

  /** It says that it is whole. */
  private sendHalf(body: object | Uint8Array): void {
    const whole = body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
    this.send(200, whole.subarray(0, whole.length / 2));
  }

  private send(
    status: number,
    body: object | Uint8Array,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    const isBytes = body instanceof Uint8Array;
    this.response.writeHead(status, {
      'content-type': isBytes ? 'application/octet-stream' : 'application/json',
      ...this.headers,
      ...headers,
    });
    this.response.end(isBytes ? body : JSON.stringify(body));
    this.parts.onRequest?.({ method: this.request.method ?? '', path: this.url.pathname, status });
  }
}

/** In the words of the service, where they are known. */
const MESSAGES: Readonly<Record<number, string>> = {
  401: 'Invalid API Key',
  429: 'Too many requests',
  502: 'Request Context Failure',
};

/** What its gateway refuses has another shape than what an endpoint does. */
function shapeOf(status: number): 'gateway' | 'endpoint' {
  return status === 401 || status === 429 || status === 502 ? 'gateway' : 'endpoint';
}

function taskFaultOf(fault: CloudFault | undefined): TaskFault | undefined {
  return fault?.fault === 'hang' || fault?.fault === 'crash' ? fault.fault : undefined;
}
