// Answers what every client asks first, before the SDK is loaded: who is there, and which tools there are. Whatever else
// comes, or comes in a form that is not the usual one, the SDK answers, which is told what was said before it came.
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { isObject } from '../support/json-object.js';
import { messageOf } from '../support/thrown-text.js';
import { COMPLETE, hasModernEnvelope, KNOWN_VERSIONS, MODERN_VERSION } from './eras.js';
import type { LineTransport } from './line-transport.js';
import { FIXED_LIST, SERVER_CAPABILITIES, SERVER_INFO, SERVER_INSTRUCTIONS } from './server-identity.js';
import { listedTool } from './tools/tool-catalog.js';
import type { ToolDescription } from './tools/tool-description.js';

const INTERNAL_ERROR = -32_603;

export class FirstAnswers {
  onClosed: () => void = () => {};

  private readonly said: JSONRPCMessage[] = [];
  /** A request that was answered here and is told to the SDK: its own answer goes nowhere. */
  private answeredId: string | number | undefined;
  private isInitialized = false;
  private successor: Transport | undefined;
  private waiting: JSONRPCMessage[] | undefined;

  /** `startAsync` has the SDK serve on the transport that it gets. */
  constructor(
    private readonly wire: LineTransport,
    private readonly tools: readonly ToolDescription[],
    private readonly startAsync: (transport: Transport) => Promise<void>,
  ) {
    wire.onMessage = (message) => this.receive(message);
    wire.onClose = () => {
      this.successor?.onclose?.();
      this.onClosed();
    };
  }

  /** Loads the SDK, if it is not loaded yet: the next message will probably need it. */
  handOver(...messages: JSONRPCMessage[]): void {
    if (this.waiting) return;
    this.waiting = [...this.said, ...messages];
    void this.handOverAsync();
  }

  private receive(message: JSONRPCMessage): void {
    if (this.waiting) {
      if (this.successor) this.successor.onmessage?.(message);
      else this.waiting.push(message);
      return;
    }
    const result = this.resultOf(message);
    if (result !== undefined && 'id' in message) this.wire.write({ result, jsonrpc: '2.0', id: message.id });
    if (result !== undefined || isNotification(message, 'notifications/initialized')) return;
    this.handOver(message);
  }

  /** Undefined where it is not for here to answer. */
  private resultOf(message: JSONRPCMessage): object | undefined {
    if (isNotification(message, 'notifications/initialized')) {
      this.said.push(message);
      return undefined;
    }
    if (!('method' in message && 'id' in message)) return undefined;
    const params: Record<string, unknown> = message.params ?? {};
    const isModern = hasModernEnvelope(params);
    switch (message.method) {
      case 'server/discover':
        if (!isModern || this.isInitialized) return undefined;
        return {
          supportedVersions: [MODERN_VERSION],
          capabilities: SERVER_CAPABILITIES,
          instructions: SERVER_INSTRUCTIONS,
          ttlMs: 0,
          cacheScope: 'private',
          ...COMPLETE,
        };
      case 'initialize': {
        const version = KNOWN_VERSIONS.find((known) => known === params.protocolVersion);
        if (version === undefined || this.isInitialized || !isInitialization(params)) return undefined;
        this.isInitialized = true;
        this.said.push(message);
        this.answeredId = message.id;
        return {
          protocolVersion: version,
          capabilities: SERVER_CAPABILITIES,
          serverInfo: SERVER_INFO,
          instructions: SERVER_INSTRUCTIONS,
        };
      }
      case 'tools/list': {
        if (isModern === this.isInitialized) return undefined;
        if (params.cursor !== undefined) return undefined;
        // Once it is answered; a client that asks for more asks for it now.
        setImmediate(() => this.handOver());
        const tools = this.tools.map(listedTool);
        return isModern ? { tools, ...FIXED_LIST, ...COMPLETE } : { tools };
      }
      default:
        return undefined;
    }
  }

  private async handOverAsync(): Promise<void> {
    const { wire } = this;
    const transport: Transport = {
      start: async () => {},
      close: async () => wire.close(),
      send: async (answer) => {
        if ('id' in answer && !('method' in answer) && answer.id === this.answeredId) {
          this.answeredId = undefined;
          return;
        }
        wire.write(answer);
      },
    };
    try {
      await this.startAsync(transport);
    } catch (error) {
      this.refuseAll(messageOf(error));
      return;
    }
    for (const message of this.waiting ?? []) transport.onmessage?.(message);
    this.successor = transport;
  }

  /** A part of the program that cannot be loaded will not be loaded by another message. */
  private refuseAll(why: string): void {
    const refuse = (message: JSONRPCMessage) => {
      if (!('method' in message && 'id' in message) || message.id === this.answeredId) return;
      const error = { code: INTERNAL_ERROR, message: `The server could not start: ${why}` };
      this.wire.write({ jsonrpc: '2.0', id: message.id, error });
    };
    for (const message of this.waiting ?? []) refuse(message);
    this.wire.onMessage = refuse;
  }
}

function isNotification(message: JSONRPCMessage, method: string): boolean {
  return 'method' in message && !('id' in message) && message.method === method;
}

function isInitialization({ capabilities, clientInfo, _meta }: Record<string, unknown>): boolean {
  return isObject(capabilities) && isObject(clientInfo) && !hasModernEnvelope({ _meta });
}
