import { expect, test } from 'vitest';
import { createManualClock } from '../../support/clock.js';
import { Emitter } from '../../support/emitter.js';
import { releaseWhenIdle } from './idle-release.js';

test('a host keeps its process alive for its clients, and for five seconds without any', () => {
  const clock = createManualClock();
  const events = new Emitter<{ 'client-connected': null; 'client-disconnected': null }>();
  const refs: boolean[] = [];
  const host = {
    remoteClients: 0,
    setRef: (isRef: boolean) => refs.push(isRef),
    on: events.on.bind(events),
  };
  const clients = (count: number, event: 'client-connected' | 'client-disconnected') => {
    host.remoteClients = count;
    events.emit(event, null);
    return refs.at(-1);
  };
  releaseWhenIdle(host, clock);
  clock.advance(4_999);
  expect(refs.at(-1)).toBe(true);
  expect(clients(1, 'client-connected')).toBe(true);
  clock.advance(60_000);
  expect(refs.at(-1)).toBe(true);
  expect(clients(0, 'client-disconnected')).toBe(true);
  clock.advance(5_000);
  expect(refs.at(-1)).toBe(false);
  expect(clients(1, 'client-connected')).toBe(true);
});
