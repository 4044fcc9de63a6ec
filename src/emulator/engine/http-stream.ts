// The two kinds of WebStreamClient that read an HTTP answer while it arrives: server-sent events one by one, or the
// bytes as they come.
import type { ClientRequest, IncomingMessage } from 'node:http';
import { messageOf } from '../../support/thrown-text.js';
import type { PostEvent } from './event-loop.js';
import type { FaultsOfStudio } from './faults/faults-of-studio.js';
import type { FaultyLink } from './faults/faulty-link.js';
import { rawHeaderText } from './raw-headers.js';

export interface StreamRequest {
  readonly kind: 'SSE' | 'RawStream';
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
}

const EVENT_END = /\r\n\r\n|\n\n|\r\r/;
/** An event that does not end may not grow for ever. */
const MAX_EVENT_CHARACTERS = 64 * 1024 * 1024;

export class HttpStream {
  readonly ended: Promise<void>;
  private request: ClientRequest | undefined;
  private link: FaultyLink | undefined;
  private isClosing = false;
  private isEnded = false;
  private resolveEnded: () => void = () => {};

  constructor(
    private readonly id: number,
    private readonly post: PostEvent,
    private readonly releaseTime: () => void,
    private readonly onEnd: () => void,
    private readonly faults?: FaultsOfStudio,
  ) {
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
  }

  async connectAsync({ kind, url, method, headers }: StreamRequest, body: Buffer): Promise<void> {
    const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
    const refusal = await this.faults?.openAsync('connect', url);
    if (this.isClosing) return this.end();
    if (refusal) {
      this.fail(
        refusal.status ?? 0,
        refusal.status === undefined
          ? 'connect ECONNREFUSED'
          : `Unexpected server response: ${refusal.status}`,
      );
      return this.end();
    }
    try {
      const accept = kind === 'SSE' ? { accept: 'text/event-stream' } : {};
      this.request = request(url, {
        method,
        agent: false,
        headers: { ...accept, ...Object.fromEntries(headers) },
      });
    } catch (error) {
      this.fail(0, error);
      return this.end();
    }
    this.request.on('response', (response) => this.read(response, kind, url));
    this.request.on('error', (error) => {
      if (!this.isClosing) this.fail(0, error);
      this.end();
    });
    this.request.end(body);
  }

  /** Only WebSockets can send. */
  send(): void {}

  close(): void {
    this.isClosing = true;
    this.request?.destroy();
    // Before the request was made there is nothing that could end.
    if (this.request) this.end();
  }

  terminate(): void {
    this.close();
  }

  private read(response: IncomingMessage, kind: StreamRequest['kind'], url: string): void {
    const status = response.statusCode ?? 0;
    const problem = problemOf(response, kind);
    if (problem !== undefined) {
      this.refuse(status, problem);
      return;
    }
    this.post('socket.opened', this.id, `${status}\n${rawHeaderText(response.rawHeaders)}`);
    this.releaseTime();
    this.link = this.faults?.link(url, {
      deliver: (_direction, message) => this.post('socket.message', this.id, message),
      cut: () => response.destroy(new Error('socket hang up')),
      pause: () => response.pause(),
      resume: () => response.resume(),
    });
    if (kind === 'SSE') this.readEvents(response);
    else response.on('data', (bytes: Buffer) => this.receive(bytes));
    response.on('end', () => this.end());
    response.on('error', (error) => {
      if (!this.isClosing) this.fail(status, error);
      this.end();
    });
  }

  private readEvents(response: IncomingMessage): void {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      for (let end = EVENT_END.exec(text); end; end = EVENT_END.exec(text)) {
        const event = text.slice(0, end.index);
        text = text.slice(end.index + end[0].length);
        if (event !== '') this.receive(event);
      }
      if (text.length > MAX_EVENT_CHARACTERS) response.destroy(new Error('an event is too long'));
    });
  }

  private receive(message: Buffer | string): void {
    if (this.link) this.link.pass('received', Buffer.from(message));
    else this.post('socket.message', this.id, message);
  }

  private refuse(status: number, message: string): void {
    this.fail(status, message);
    this.isClosing = true;
    this.request?.destroy();
    this.end();
  }

  private fail(status: number, problem: unknown): void {
    const message = messageOf(problem);
    this.post('socket.failed', this.id, `${status}\n${message}`);
  }

  private end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    if (this.link) this.faults?.unlink(this.link);
    this.releaseTime();
    this.onEnd();
    this.resolveEnded();
    this.post('socket.closed', this.id);
  }
}

function problemOf(
  { statusCode = 0, headers }: IncomingMessage,
  kind: StreamRequest['kind'],
): string | undefined {
  if (statusCode < 200 || statusCode > 299) return `Unexpected server response: ${statusCode}`;
  const type = headers['content-type'] ?? '';
  return kind === 'RawStream' || type.startsWith('text/event-stream')
    ? undefined
    : `The answer is no event stream: its Content-Type is "${type}"`;
}
