// A bare protocol peer in the plugin's place. It says exactly what a test tells it to, wrong things included, and
// knows none of the project's code for links, requests or sessions.
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type RawData, WebSocket } from 'ws';

export interface WireMessage {
  type: string;
  sessionId: string;
  requestId?: string;
  protocolVersion?: number;
  payload?: unknown;
}

export interface RegisterOverrides {
  sessionId?: string;
  protocolVersion?: number;
  payload?: Record<string, unknown>;
}

type Handler = (message: WireMessage, plugin: ScriptedPlugin) => void;

export class ScriptedPlugin {
  /** What came in and was not yet awaited. */
  readonly received: WireMessage[] = [];
  /** All that ever came in. */
  readonly log: WireMessage[] = [];
  sessionId = randomUUID() as string;
  instanceId = randomUUID() as string;
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly waiting = new Set<() => void>();
  private readonly handlers = new Map<string, Handler>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: RawData) => this.receive(data.toString()));
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        for (const wake of [...this.waiting]) wake();
      });
    });
  }

  static async connectAsync(port: number, path = '/plugin'): Promise<ScriptedPlugin> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    const plugin = new ScriptedPlugin(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return plugin;
  }

  /** Registers as a revision 2 plugin in edit mode and waits for the welcome. */
  async registerAsync(overrides: RegisterOverrides = {}): Promise<WireMessage> {
    this.sendRegister(overrides);
    const welcome = await this.nextAsync('welcome');
    this.sessionId = welcome.sessionId;
    return welcome;
  }

  sendRegister(overrides: RegisterOverrides = {}): void {
    this.sessionId = overrides.sessionId ?? this.sessionId;
    this.send({
      type: 'register',
      sessionId: this.sessionId,
      protocolVersion: overrides.protocolVersion ?? 2,
      payload: {
        pluginVersion: '1.0.0',
        instanceId: this.instanceId,
        context: 'edit',
        placeName: 'TestPlace',
        placeId: 0,
        gameId: 0,
        state: 'Edit',
        capabilities: ['execute', 'queryState', 'queryLogs', 'subscribe', 'registerAction'],
        ...overrides.payload,
      },
    });
  }

  /** Answers every message of this type by itself. */
  on(type: string, handler: Handler): this {
    this.handlers.set(type, handler);
    return this;
  }

  /** Every script succeeds and returns its own text. */
  answerScripts(): this {
    return this.on('execute', (message) => {
      const script = (message.payload as { script?: unknown } | undefined)?.script;
      this.reply(message, 'scriptComplete', { success: true, returnValues: [script] });
    });
  }

  reply(to: WireMessage, type: string, payload: unknown): void {
    const id = to.requestId === undefined ? {} : { requestId: to.requestId };
    this.send({ type, sessionId: this.sessionId, ...id, payload });
  }

  send(message: WireMessage): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  /** The next message of a type that nobody handled or awaited yet. */
  async nextAsync(type: string): Promise<WireMessage> {
    for (;;) {
      const index = this.received.findIndex((message) => message.type === type);
      const [message] = index < 0 ? [] : this.received.splice(index, 1);
      if (message) return message;
      if (this.socket.readyState > WebSocket.OPEN) throw new Error(`the socket closed before ${type} came`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
  }

  /** How often a message of this type has come. */
  count(type: string): number {
    return this.log.filter((message) => message.type === type).length;
  }

  /** As a closing Studio does. */
  async closeAsync(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  /** As a cable that is cut. */
  cut(): void {
    this.socket.terminate();
  }

  private receive(text: string): void {
    const message = JSON.parse(text) as WireMessage;
    this.log.push(message);
    const handler = this.handlers.get(message.type);
    if (handler) handler(message, this);
    else this.received.push(message);
    for (const wake of [...this.waiting]) wake();
  }
}

/** A connected plugin that is not registered yet. */
export async function usePlugin(port: number, path?: string): Promise<ScriptedPlugin> {
  const plugin = await ScriptedPlugin.connectAsync(port, path);
  onTestFinished(() => plugin.cut());
  return plugin;
}

/** A plugin that is registered and runs scripts. */
export async function useRegisteredPlugin(
  port: number,
  overrides?: RegisterOverrides,
): Promise<ScriptedPlugin> {
  const plugin = await usePlugin(port);
  if (typeof overrides?.payload?.instanceId === 'string') plugin.instanceId = overrides.payload.instanceId;
  plugin.on('registerAction', (message) => {
    const { name } = message.payload as { name: string };
    plugin.reply(message, 'registerActionResult', { name, success: true });
  });
  plugin.answerScripts();
  await plugin.registerAsync(overrides);
  return plugin;
}
