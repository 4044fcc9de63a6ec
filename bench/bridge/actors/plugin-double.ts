// A plugin that answers at once: what it costs is the wire and one JSON value each way. It finds a host as the real
// one does: it asks /health at once when it lost one, and then every 250 ms.
import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { type RawData, WebSocket } from 'ws';

const RETURN_MS = 250;
const HEARTBEAT_MS = 15_000;

interface Message {
  readonly type: string;
  readonly sessionId: string;
  readonly requestId?: string;
  readonly payload: { readonly script?: string; readonly name?: string };
}

export class PluginDouble {
  private socket: WebSocket | undefined;
  private sessionId = randomUUID() as string;
  private readonly actions: Record<string, string> = {};
  private onWelcome: (() => void) | undefined;
  private heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly port: number,
    /** Also the id of its Studio: whoever names an id need not wait for another that has the same name. */
    private readonly name: string,
  ) {}

  /** Resolves with the first welcome; from then on it comes back by itself. */
  startAsync(): Promise<void> {
    return new Promise((resolve) => {
      this.onWelcome = resolve;
      this.look();
    });
  }

  send(type: string, payload: unknown, requestId?: string): void {
    this.socket?.send(JSON.stringify({ type, sessionId: this.sessionId, requestId, payload }));
  }

  /** What the host has not taken yet. */
  get bufferedBytes(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  private look(): void {
    const later = () => setTimeout(() => this.look(), RETURN_MS);
    const probe = get({ host: '127.0.0.1', port: this.port, path: '/health', agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 200) this.connect();
      else later();
    });
    probe.on('error', later);
  }

  private connect(): void {
    // As the emulated Studio does.
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/plugin`, { perMessageDeflate: false });
    this.socket = socket;
    let wasWelcomed = false;
    socket.on('open', () => this.register());
    socket.on('error', () => {});
    socket.on('message', (data: RawData) => {
      const message: Message = JSON.parse(data.toString());
      wasWelcomed ||= message.type === 'welcome';
      this.receive(message);
    });
    socket.on('close', () => {
      clearInterval(this.heartbeat);
      if (wasWelcomed) this.look();
      else setTimeout(() => this.look(), RETURN_MS);
    });
  }

  private register(): void {
    this.socket?.send(
      JSON.stringify({
        type: 'register',
        sessionId: this.sessionId,
        protocolVersion: 2,
        payload: {
          pluginVersion: '1.0.0',
          instanceId: this.name,
          context: 'edit',
          placeName: this.name,
          placeId: 0,
          gameId: 0,
          state: 'Edit',
          capabilities: ['execute', 'queryState', 'queryLogs', 'subscribe', 'heartbeat', 'registerAction'],
          actions: this.actions,
        },
      }),
    );
  }

  private receive({ type, sessionId, requestId, payload }: Message): void {
    switch (type) {
      case 'execute':
        this.send('scriptComplete', { success: true, returnValues: [payload.script] }, requestId);
        break;
      case 'welcome':
        this.sessionId = sessionId;
        this.heartbeat = setInterval(
          () => this.send('heartbeat', { uptimeMs: 0, state: 'Edit', pendingRequests: 0 }),
          HEARTBEAT_MS,
        );
        this.onWelcome?.();
        break;
      case 'registerAction':
        this.send('registerActionResult', { name: payload.name, success: true }, requestId);
        break;
      case 'subscribe':
      case 'unsubscribe':
        this.send(`${type}Result`, payload, requestId);
        break;
      case 'shutdown':
        this.socket?.close();
        break;
    }
  }
}
