// Makes frames that are wrong in every way that a random number can think of, the same ones for the same seed.
import { randomBytes } from 'node:crypto';

/** Frames near enough to real ones to get past the first checks. */
export function createFuzzer(seed: number, sessionIds: readonly string[] = []): () => string {
  let state = seed;
  const random = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <T>(values: readonly T[]): T | undefined => values[random(values.length)];
  const types = [
    'register',
    'hello',
    'output',
    'scriptComplete',
    'heartbeat',
    'stateChange',
    'logPush',
    'error',
    'execute',
  ];
  types.push(
    'clientHello',
    'subscribe',
    'unsubscribe',
    'cancel',
    'abandonRequest',
    'registerAction',
    'pairingProof',
    '',
  );
  const values = [
    null,
    0,
    -1,
    '',
    'x',
    [],
    {},
    { sessionId: 'x' },
    { events: [1] },
    { messages: {} },
    true,
    1e308,
  ];
  return () => {
    const frame = JSON.stringify({
      type: pick(types),
      sessionId: pick(['', 'session', ...sessionIds, ...values.map(String)]),
      requestId: pick(['r1', 'r2', undefined, ...values]),
      protocolVersion: pick([undefined, 1, 2, 99, ...values]),
      payload: pick([
        ...values,
        Object.fromEntries(types.slice(0, random(5)).map((key) => [key, pick(values)])),
      ]),
    });
    const cut = random(4) === 0 ? frame.slice(0, random(frame.length)) : frame;
    return random(50) === 0 ? randomBytes(random(200)).toString('latin1') : cut;
  };
}
