// An agent as light as can be: lines of JSON to a server process and back, so that what is measured is the server.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnv } from '../../scripts/checks/tool.js';
import { endAsync } from '../processes.js';

export interface Answer {
  readonly id: number;
  readonly result?: {
    readonly structuredContent?: { readonly ok: boolean };
    readonly content?: { text?: string }[];
  };
  readonly error?: { readonly message: string };
}

export class LineClient {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  private lastId = 0;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, args, {
      env: { ...childEnv(), ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    if (!this.child.stdout) throw new Error('Its output is not read.');
    const lines = createInterface({ input: this.child.stdout });
    lines.on('line', (line) => {
      const answer: Answer = JSON.parse(line);
      this.waiting.get(answer.id)?.resolve(answer);
      this.waiting.delete(answer.id);
    });
    lines.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The server ended.'));
    });
  }

  async openAsync(): Promise<void> {
    const clientInfo = { name: 'bench', version: '1' };
    await this.askAsync('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    this.send({ method: 'notifications/initialized' });
  }

  askAsync(method: string, params: object): Promise<Answer> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, method, params });
    });
  }

  /** Throws where the call fails. */
  async callAsync(name: string, given: object): Promise<void> {
    const { error, result } = await this.askAsync('tools/call', { name, arguments: given });
    if (error) throw new Error(error.message);
    if (result?.structuredContent?.ok === false)
      throw new Error(result.content?.[0]?.text ?? 'The call failed.');
  }

  async closeAsync(): Promise<void> {
    this.child.stdin?.end();
    await endAsync(this.child);
  }

  private send(message: object): void {
    this.child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
}
