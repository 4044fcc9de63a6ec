// Calls of tools on standard streams, past the SDK: it checks each message and each result against a schema that both
// ends of this program hold anyway, which costs more than the call itself. What is not the usual form goes on to it, and
// a test holds the answers here to those that it would give.
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import type { Clock } from '../../support/clock.js';
import { isObject } from '../../support/json-object.js';
import { messageOf } from '../../support/thrown-text.js';
import { COMPLETE, hasModernEnvelope, isOfModernEra, wantsLog } from '../eras.js';
import type { ToolDescription } from '../tools/tool-description.js';
import { noProgress, startProgress } from './call-progress.js';
import type { ToolCaller } from './tool-caller.js';

const INTERNAL_ERROR = -32_603;

interface CallParts {
  readonly clock: Clock;
  readonly tools: readonly ToolDescription[];
  readonly caller: Pick<ToolCaller, 'callAsync'>;
}

interface Call {
  readonly id: string | number;
  readonly tool: ToolDescription;
  readonly given: Record<string, unknown>;
  readonly progressToken: string | number | undefined;
  readonly isModern: boolean;
}

/** The transport as the SDK gets it: without the calls that are done here. */
export class DirectCalls implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  readonly start = () => this.wire.start();
  readonly close = () => this.wire.close();
  readonly send: Transport['send'] = (message, options) => {
    if ('result' in message && message.id === this.opening) this.isOpened = true;
    return this.wire.send(message, options);
  };
  private readonly tools: ReadonlyMap<string, ToolDescription>;
  private readonly running = new Map<string | number, AbortController>();
  /** The request that opens a connection of the older era, until it has been answered. */
  private opening: string | number | undefined;
  private isOpened = false;
  /** Who wants log messages gets them from the SDK. */
  private wantsLog = false;

  constructor(
    private readonly wire: Transport,
    private readonly parts: CallParts,
  ) {
    this.tools = new Map(parts.tools.map((tool) => [tool.name, tool]));
    wire.onmessage = (message, extra) => {
      if (!this.take(message)) this.onmessage?.(message, extra);
    };
    wire.onerror = (error) => this.onerror?.(error);
    wire.onclose = () => {
      for (const call of this.running.values()) call.abort();
      this.onclose?.();
    };
  }

  /** False for what the SDK shall see. */
  private take(message: JSONRPCMessage): boolean {
    if (!('method' in message)) return false;
    if (message.method === 'initialize' && 'id' in message) this.opening = message.id;
    if (message.method === 'logging/setLevel') this.wantsLog = true;
    if (message.method === 'notifications/cancelled') return this.cancel(message.params?.requestId);
    const call = message.method === 'tools/call' && 'id' in message ? this.read(message) : undefined;
    if (call === undefined) return false;
    void this.runAsync(call);
    return true;
  }

  private cancel(id: unknown): boolean {
    const call = typeof id === 'string' || typeof id === 'number' ? this.running.get(id) : undefined;
    call?.abort();
    return call !== undefined;
  }

  /** Undefined for every form but the usual one. */
  private read({ id, params = {} }: { id: string | number; params?: Record<string, unknown> }) {
    const { name, arguments: given = {}, _meta: meta = {}, ...others } = params;
    const tool = typeof name === 'string' ? this.tools.get(name) : undefined;
    if (tool === undefined || !isObject(given) || !isObject(meta) || this.running.has(id)) return undefined;
    if (Object.keys(others).length > 0 || this.wantsLog || wantsLog(meta)) return undefined;
    const { progressToken } = meta;
    if (!['undefined', 'string', 'number'].includes(typeof progressToken)) return undefined;
    const isModern = hasModernEnvelope(params);
    // A connection is of one era: where it is not clear which, the SDK knows.
    if (isModern === this.isOpened || (!isModern && isOfModernEra(meta))) return undefined;
    return { id, tool, given, progressToken, isModern } as Call;
  }

  private async runAsync({ id, tool, given, progressToken, isModern }: Call): Promise<void> {
    const { clock, caller } = this.parts;
    const controller = new AbortController();
    const { signal } = controller;
    this.running.set(id, controller);
    const progress =
      progressToken === undefined
        ? noProgress
        : startProgress(clock, (state) => {
            const params = { progressToken, ...state };
            this.tell({ jsonrpc: '2.0', method: 'notifications/progress', params });
          });
    try {
      const result = await caller.callAsync(tool, given, { signal, onProgress: progress.tell });
      // Nobody waits for the answer to a call that was cancelled.
      if (!signal.aborted)
        this.tell({ jsonrpc: '2.0', id, result: isModern ? { ...result, ...COMPLETE } : result });
    } catch (error) {
      const message = messageOf(error);
      this.tell({ jsonrpc: '2.0', id, error: { code: INTERNAL_ERROR, message } });
    } finally {
      progress.stop();
      this.running.delete(id);
    }
  }

  private tell(message: JSONRPCMessage): void {
    // Where the client is gone, there is nobody to tell.
    this.wire.send(message).catch(() => {});
  }
}
