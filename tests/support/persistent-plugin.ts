// A plugin double that behaves on the wire as the real one does where failover is concerned: it looks for a host,
// comes back when it lost it, and never runs the same requestId twice.
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { systemClock, type Timer } from '../../src/support/clock.js';
import { ScriptedPlugin, type WireMessage } from './scripted-plugin.js';

const RECONNECT_MS = 250;

interface Job {
  readonly output: string[];
  result?: unknown;
}

export class PersistentPlugin {
  readonly instanceId = randomUUID();
  /** How often each script was run. */
  readonly runs = new Map<string, number>();
  /** How often it was welcomed. */
  connections = 0;
  private readonly jobs = new Map<string, Job>();
  private readonly gates = new Map<string, (() => void)[]>();
  private current: ScriptedPlugin | undefined;
  private timer: Timer | undefined;
  private stopped = false;

  constructor(
    private readonly port: number,
    private readonly placeName: string,
  ) {}

  start(): void {
    void this.connectAsync();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    this.current?.cut();
  }

  /** Loses the socket, as Studio does after half an hour. */
  cut(): void {
    this.current?.cut();
  }

  /** Scripts that begin with `hold NAME` end when this is called. */
  release(name: string): void {
    for (const open of this.gates.get(name)?.splice(0) ?? []) open();
  }

  private async connectAsync(): Promise<void> {
    if (this.stopped) return;
    let plugin: ScriptedPlugin;
    try {
      plugin = await ScriptedPlugin.connectAsync(this.port);
    } catch {
      this.retry();
      return;
    }
    this.current = plugin;
    plugin.instanceId = this.instanceId;
    plugin.on('execute', (message) => this.execute(message));
    void plugin.closed.then(() => this.retry());
    try {
      await plugin.registerAsync({ payload: { placeName: this.placeName } });
      this.connections += 1;
    } catch {
      // Closed before the welcome; `closed` tries again.
    }
  }

  private retry(): void {
    if (!this.stopped) this.timer = systemClock.setTimer(RECONNECT_MS, () => void this.connectAsync());
  }

  private execute(message: WireMessage): void {
    const { requestId = '' } = message;
    const known = this.jobs.get(requestId);
    if (known) {
      for (const [index, body] of known.output.entries()) this.say(requestId, body, index);
      if (known.result) this.answer(requestId, known.result);
      return;
    }
    const { script } = message.payload as { script: string };
    this.runs.set(script, (this.runs.get(script) ?? 0) + 1);
    const job: Job = { output: [] };
    this.jobs.set(requestId, job);
    this.print(requestId, job, `begin ${script}`);
    const finish = () => {
      this.print(requestId, job, `end ${script}`);
      job.result = { success: true, returnValues: [script] };
      this.answer(requestId, job.result);
    };
    const held = /^hold (\S+)/.exec(script)?.[1];
    if (held === undefined) finish();
    else this.gates.set(held, [...(this.gates.get(held) ?? []), finish]);
  }

  private print(requestId: string, job: Job, body: string): void {
    job.output.push(body);
    this.say(requestId, body, job.output.length - 1);
  }

  private say(requestId: string, body: string, index: number): void {
    this.send('output', requestId, { messages: [{ level: 'Print', body, seq: index }] });
  }

  private answer(requestId: string, payload: unknown): void {
    this.send('scriptComplete', requestId, payload);
  }

  private send(type: string, requestId: string, payload: unknown): void {
    const { current } = this;
    if (current?.socket.readyState !== current?.socket.OPEN) return;
    current?.send({ type, sessionId: current.sessionId, requestId, payload });
  }
}

export function usePersistentPlugin(port: number, placeName = 'TestPlace'): PersistentPlugin {
  const plugin = new PersistentPlugin(port, placeName);
  onTestFinished(() => plugin.stop());
  plugin.start();
  return plugin;
}
