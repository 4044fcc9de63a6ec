import { expect, test } from 'vitest';
import { createSessionInfo } from '../../tests/support/session-info.js';
import { verifies } from '../../tests/support/verifies.js';
import { pickSession } from './target.js';

const edit = createSessionInfo({ sessionId: 'a1b2c3d4-edit', instanceId: 'studio-1', placeName: 'Arena' });
const server = createSessionInfo({
  sessionId: 'b2c3d4e5-server',
  instanceId: 'studio-1',
  placeName: 'Arena',
  context: 'server',
});
const other = createSessionInfo({ sessionId: 'a1f00000-edit', instanceId: 'studio-2', placeName: 'Lobby' });

const pick = (query: Parameters<typeof pickSession>[1], sessions = [edit, server, other]) => {
  const result = pickSession(sessions, query);
  return result.ok ? result.session.sessionId : { code: result.error.code, message: result.error.message };
};

test('the only Studio is meant where no target is given', () => {
  expect(pick({}, [edit, server])).toBe(edit.sessionId);
  expect(pick({ context: 'server' }, [edit, server])).toBe(server.sessionId);
});

test('a unique prefix of the id names a session in any context', () => {
  expect(pick({ target: 'a1b' })).toBe(edit.sessionId);
  expect(pick({ target: 'B2' })).toBe(server.sessionId);
});

test('the name of a place or a prefix of the Studio id names the Studio', () => {
  expect(pick({ target: 'Lobby' })).toBe(other.sessionId);
  expect(pick({ target: 'studio-1' })).toBe(edit.sessionId);
  expect(pick({ target: 'Arena', context: 'server' })).toBe(server.sessionId);
});

test('a session stands for its Studio when a context is asked for', () => {
  expect(pick({ target: 'a1b', context: 'server' })).toBe(server.sessionId);
});

verifies('bridge.targets', 'several that fit are listed', () => {
  expect(pick({ target: 'a1' })).toEqual({
    code: 'AMBIGUOUS_SESSION',
    message: '2 sessions fit "a1":\n  a1b2c3d4  edit  Arena\n  a1f00000  edit  Lobby',
  });
  expect(pick({})).toMatchObject({ code: 'AMBIGUOUS_SESSION' });
});

test('none that fits is an error that lists what there is', () => {
  expect(pick({ target: 'zzz' }, [other])).toEqual({
    code: 'SESSION_NOT_FOUND',
    message: 'No session fits "zzz". Connected are:\n  a1f00000  edit  Lobby',
  });
  expect(pick({ target: '' }, [other])).toMatchObject({ code: 'SESSION_NOT_FOUND' });
  expect(pick({}, [])).toEqual({
    code: 'SESSION_NOT_FOUND',
    message: 'There is no session. No Studio is connected.',
  });
});

test('a target that names none of those connected is a mistake of the caller, and no Studio at all is not', () => {
  const errorOf = (target: string | undefined, sessions: Parameters<typeof pickSession>[0]) => {
    const result = pickSession(sessions, { target });
    return result.ok ? undefined : { exitCode: result.error.exitCode, hint: result.error.hint };
  };
  expect(errorOf('zzz', [other])).toEqual({ exitCode: 2, hint: 'Name one of them with --target.' });
  const start = 'Open Studio with the plugin installed, or start an emulated one: studio-bridge emulator';
  expect(errorOf('zzz', [])).toEqual({ exitCode: 3, hint: start });
  expect(errorOf(undefined, [])).toEqual({ exitCode: 3, hint: start });
});

test('a context that the Studio does not have is an error, not another context', () => {
  expect(pick({ target: 'Lobby', context: 'server' })).toEqual({
    code: 'CONTEXT_NOT_FOUND',
    message: 'No session in context server is connected. Connected are:\n  a1f00000  edit  Lobby',
  });
  expect(pick({}, [server])).toMatchObject({ code: 'CONTEXT_NOT_FOUND' });
});

test('ids that begin alike are shown as long as it takes to tell them apart', () => {
  const twin = createSessionInfo({ sessionId: 'a1b2c3d4-ediu', instanceId: 'studio-3', placeName: 'Arena' });
  expect(pick({ target: 'Arena' }, [edit, twin])).toMatchObject({
    message: expect.stringContaining('\n  a1b2c3d4-edit  edit  Arena\n  a1b2c3d4-ediu  edit  Arena'),
  });
});
