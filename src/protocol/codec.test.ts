import { describe, expect, test } from 'vitest';
import { readAcceptCases, readRejectCases } from '../../tests/support/corpus.js';
import { decodePluginMessage, decodeServerMessage, encodeMessage } from './codec.js';
import { PLUGIN_MESSAGES, SERVER_MESSAGES } from './message-catalog.js';

const decoders = { plugin: decodePluginMessage, server: decodeServerMessage };

describe('frames that are accepted', () => {
  test.each(readAcceptCases())('$name', ({ from, message, name }) => {
    const result = decoders[from](JSON.stringify(message));
    expect(result).toMatchObject({
      ok: true,
      message: { type: name.split('/')[1], sessionId: message.sessionId },
    });
    if (result.ok) expect(decoders[from](encodeMessage(result.message))).toEqual(result);
  });

  test('there is a case for every message type', () => {
    const covered = new Set(readAcceptCases().map(({ from, message }) => `${from}:${message.type}`));
    const types = [
      ...Object.keys(PLUGIN_MESSAGES).map((type) => `plugin:${type}`),
      ...Object.keys(SERVER_MESSAGES).map((type) => `server:${type}`),
    ];
    expect(types.filter((type) => !covered.has(type))).toEqual([]);
  });
});

describe('frames that are refused', () => {
  test.each(readRejectCases())('$name', ({ from, frame, kind, requestId }) => {
    const result = decoders[from](frame);
    expect(result).toMatchObject({ ok: false, kind });
    expect(result.ok ? undefined : result.requestId).toBe(requestId);
  });
});

test('an empty Luau table, which arrives as [], is read as an empty object', () => {
  const result = decodePluginMessage(
    JSON.stringify({
      type: 'register',
      sessionId: 's',
      protocolVersion: 2,
      payload: {
        pluginVersion: '1.0.0',
        instanceId: 'i',
        context: 'edit',
        placeName: 'P',
        placeId: 0,
        gameId: 0,
        state: 'Edit',
        capabilities: [],
        actions: [],
      },
    }),
  );
  expect(result).toMatchObject({ ok: true, message: { payload: { actions: {} } } });
});
