// What the published classes add to the bridge: defaults, streams, signals.
import { describe, expect, test } from 'vitest';
import { BridgeError } from '../protocol/bridge-error.js';
import { unlessAbortedAsync } from '../support/unless-aborted.js';
import { cancelled } from './cancelled.js';
import { withDefaults } from './connection-defaults.js';
import { pushStream } from './push-stream.js';

describe('the environment', () => {
  const env = {
    STUDIO_BRIDGE_PORT: '9000',
    STUDIO_BRIDGE_REMOTE: 'box:38741',
    STUDIO_BRIDGE_LOCAL: 'false',
    STUDIO_BRIDGE_TOKEN: 'T',
  };

  test('fills in what a program leaves out', () => {
    expect(withDefaults({}, env)).toEqual({ port: 9000, remoteHost: 'box:38741', token: 'T' });
    expect(withDefaults({}, {})).toEqual({});
    expect(withDefaults({}, { STUDIO_BRIDGE_LOCAL: '1' })).toEqual({ local: true });
  });

  test('does not move a connection that was placed', () => {
    expect(withDefaults({ port: 0 }, env)).toEqual({ port: 0, token: 'T' });
    expect(withDefaults({ remoteHost: 'other' }, env)).toEqual({ remoteHost: 'other', token: 'T' });
    expect(withDefaults({ local: true }, env)).toEqual({ port: 9000, local: true, token: 'T' });
    expect(withDefaults({ token: 'own' }, env)).toMatchObject({ token: 'own' });
  });

  test('is blamed for what is wrong in it', () => {
    expect(() => withDefaults({}, { STUDIO_BRIDGE_PORT: 'x' })).toThrow(
      'STUDIO_BRIDGE_PORT has to be a whole number from 1 to 65535, not "x".',
    );
  });
});

describe('a signal', () => {
  test('ends a wait, and what came too late is handed over', async () => {
    const controller = new AbortController();
    const late: number[] = [];
    let finish = (_: number) => {};
    const work = new Promise<number>((resolve) => {
      finish = resolve;
    });
    const waiting = unlessAbortedAsync(work, controller.signal, cancelled('The work'), (result) =>
      late.push(result),
    );
    controller.abort();
    await expect(waiting).rejects.toThrow(
      expect.objectContaining({ code: 'CANCELLED', message: 'The work was cancelled.' }),
    );
    finish(7);
    await work;
    expect(late).toEqual([7]);
  });

  test('changes nothing where it is not aborted', async () => {
    const { signal } = new AbortController();
    expect(await unlessAbortedAsync(Promise.resolve(1), signal, cancelled('x'))).toBe(1);
    await expect(unlessAbortedAsync(Promise.reject(new Error('no')), signal, cancelled('x'))).rejects.toThrow(
      'no',
    );
  });
});

describe('a stream', () => {
  test('keeps what comes while nobody reads, and ends its source when the loop is left', async () => {
    let source: AbortSignal | undefined;
    const stream = pushStream<number>(async (push, signal) => {
      source = signal;
      for (let item = 1; item <= 5; item++) push(item);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    }, undefined);
    const seen: number[] = [];
    for await (const item of stream) {
      seen.push(item);
      if (item === 3) break;
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(source?.aborted).toBe(true);
  });

  test('ends with its signal', async () => {
    const controller = new AbortController();
    const stream = pushStream<string>(async (push, signal) => {
      push('a');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    }, controller.signal);
    const seen: string[] = [];
    for await (const item of stream) {
      seen.push(item);
      controller.abort();
    }
    expect(seen).toEqual(['a']);
  });

  test('throws what its source throws, after what came before', async () => {
    const stream = pushStream<string>(async (push) => {
      push('a');
      throw new BridgeError('SESSION_DISCONNECTED', 'It left.');
    }, undefined);
    expect((await stream.next()).value).toBe('a');
    await expect(stream.next()).rejects.toThrow('It left.');
  });
});
