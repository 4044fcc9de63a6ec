// The parent's end of an actor: a process that runs one part of a bench and is ended by its pid, whatever happens.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { childEnv } from '../../scripts/checks/tool.js';
import type { Commands, Order, Reply } from './actors/obey.js';

export interface ActorStart {
  readonly program: string;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export class Actor<Known extends Commands> {
  private nextId = 1;
  private readonly waiting = new Map<number, (reply: Reply) => void>();

  private constructor(readonly child: ChildProcess) {
    child.on('message', (reply: Reply) => this.settle(reply));
    child.on('exit', () => {
      for (const id of [...this.waiting.keys()]) this.settle({ id, error: 'the process ended' });
    });
  }

  static async startAsync<Known extends Commands>(start: ActorStart): Promise<Actor<Known>> {
    const { program, args = [], execArgv = [], env = {} } = start;
    const child = fork(program, args, {
      execArgv: [...execArgv],
      env: { ...childEnv(), ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const actor = new Actor<Known>(child);
    await new Promise<void>((resolve, reject) => {
      actor.waiting.set(0, ({ error }) => (error === undefined ? resolve() : reject(new Error(error))));
    });
    return actor;
  }

  ask<Name extends keyof Known & string>(
    name: Name,
    ...[argument]: Parameters<Known[Name]>
  ): Promise<Awaited<ReturnType<Known[Name]>>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ value, error }) => {
        if (error === undefined) resolve(value as Awaited<ReturnType<Known[Name]>>);
        else reject(new Error(`${name}: ${error}`));
      });
      this.child.send({ id, name, argument } satisfies Order);
    });
  }

  /** At once, as `kill -9` does. */
  async killAsync(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  private settle(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    waiting?.(reply);
  }
}
