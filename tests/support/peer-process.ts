// Starts processes that take part in the bridge (bridge-peer.ts), speaks with them, and ends them with the test.
import peerUrl from 'worker:./bridge-peer';
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface PeerCommand {
  id: number;
  do: 'invoke' | 'sessions' | 'disconnect';
  target?: string;
  script?: string;
}

export type PeerReply =
  | { event: 'ready' | 'host-changed'; role: 'host' | 'client' }
  | { id: number; value?: unknown; error?: string };

export interface InvokeReply {
  success: boolean;
  returnValues: unknown[];
  lines: string[];
}

export class PeerProcess {
  role: 'host' | 'client' = 'client';
  private nextId = 1;
  private readonly waiting = new Map<number, (reply: { value?: unknown; error?: string }) => void>();
  private readonly roleListeners = new Set<() => void>();

  constructor(private readonly child: ChildProcess) {
    child.on('message', (reply: PeerReply) => {
      if ('event' in reply) {
        this.role = reply.role;
        for (const listener of [...this.roleListeners]) listener();
      } else {
        this.waiting.get(reply.id)?.(reply);
        this.waiting.delete(reply.id);
      }
    });
    child.on('exit', () => {
      for (const settle of this.waiting.values()) settle({ error: 'the process ended' });
      this.waiting.clear();
    });
  }

  /** The next time that it says what it is. */
  nextRoleAsync(): Promise<void> {
    return new Promise((resolve) => {
      const listener = () => {
        this.roleListeners.delete(listener);
        resolve();
      };
      this.roleListeners.add(listener);
    });
  }

  async invokeAsync(script: string, target?: string): Promise<InvokeReply> {
    return (await this.tellAsync({
      do: 'invoke',
      script,
      ...(target === undefined ? {} : { target }),
    })) as InvokeReply;
  }

  /** Leaves the bridge as a program that is done. */
  async disconnectAsync(): Promise<void> {
    await this.tellAsync({ do: 'disconnect' });
    await this.endAsync('SIGTERM');
  }

  async killAsync(): Promise<void> {
    await this.endAsync('SIGKILL');
  }

  private async endAsync(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await exited;
  }

  private tellAsync(command: Omit<PeerCommand, 'id'>): Promise<unknown> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ value, error }) =>
        error === undefined ? resolve(value) : reject(new Error(error)),
      );
      this.child.send({ ...command, id } satisfies PeerCommand);
    });
  }
}

export async function usePeerProcess(
  port: number,
  stateFolder: string,
  role: 'auto' | 'host' = 'auto',
): Promise<PeerProcess> {
  const child = fork(fileURLToPath(peerUrl), [String(port), stateFolder, role], {
    execArgv: [],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined },
  });
  const peer = new PeerProcess(child);
  onTestFinished(() => peer.killAsync());
  await peer.nextRoleAsync();
  return peer;
}
