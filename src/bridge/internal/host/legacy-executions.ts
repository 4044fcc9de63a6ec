// Scripts for plugins of protocol version 1. Their answers carry no requestId, so one script is sent at a time
// and the next answer is its answer.
import type { PluginSession } from './plugin-session.js';

interface Execution {
  readonly requestId: string;
  readonly payload: unknown;
}

export class LegacyExecutions {
  private readonly queues = new Map<PluginSession, Execution[]>();

  add(session: PluginSession, requestId: string, payload: unknown): void {
    const queue = this.queues.get(session) ?? [];
    this.queues.set(session, queue);
    queue.push({ requestId, payload });
    if (queue.length === 1) this.sendFirst(session);
  }

  /** The request whose script the plugin has now. */
  running(session: PluginSession): string | undefined {
    return this.queues.get(session)?.[0]?.requestId;
  }

  /** The plugin is done with a script, whether or not anybody still waits for it. */
  finish(session: PluginSession, requestId: string): void {
    if (this.running(session) !== requestId) return;
    this.queues.get(session)?.shift();
    this.sendFirst(session);
  }

  /** Takes back what was not yet sent; what runs cannot be stopped in version 1. */
  cancelQueued(session: PluginSession, requestId: string): boolean {
    const queue = this.queues.get(session) ?? [];
    const index = queue.findIndex((execution) => execution.requestId === requestId);
    if (index < 1) return false;
    queue.splice(index, 1);
    return true;
  }

  dropSession(session: PluginSession): void {
    this.queues.delete(session);
  }

  private sendFirst(session: PluginSession): void {
    const first = this.queues.get(session)?.[0];
    if (!first) return;
    session.send({ type: 'execute', sessionId: session.info.sessionId, payload: first.payload });
  }
}
