// What a DataModel asks of the Studio around it: messages to its other DataModels, and play tests.
import type { Operations } from './operations.js';

export type PlayMode = 'play' | 'run' | 'multiplayer';

/** The Studio around an engine. Bytes are copies; only Luau reads them. */
export interface Surrounding {
  /** To another DataModel, by its number. */
  send(to: number, message: Uint8Array): void;
  /** The place as it is now, and what the test is told. False where there can be no test. */
  startPlay(request: PlayRequest): boolean;
  /** From the server of a test. */
  endPlay(value: Uint8Array): void;
  addPlayers(count: number): boolean;
  /** Of a client: its DataModel leaves the test. */
  leave(id?: number, message?: string): void;
  /** A client has all that it needs to begin. */
  ready(): void;
  /** A script closes the whole Studio. */
  shutDown?(): void;
  /** The script that the command line named has ended. */
  scriptEnded?(): void;
  /** What was bound to the end of the place has run. */
  closed(): void;
}

export interface PlayRequest {
  readonly mode: PlayMode;
  readonly players: number;
  readonly arguments: Uint8Array;
  readonly place: Uint8Array;
}

/** Of an engine that is by itself. */
const NOBODY: Surrounding = {
  send() {},
  startPlay: () => false,
  endPlay() {},
  addPlayers: () => false,
  leave() {},
  ready() {},
  closed() {},
};

export function neighbourOperations(surrounding: Surrounding = NOBODY): Operations {
  let testArguments: Uint8Array = new Uint8Array();
  let place: Uint8Array = new Uint8Array();
  const told = (done: boolean) => ({ status: done ? 0 : 1 });
  return {
    'link.send': (to, bytes) => {
      surrounding.send(to, Buffer.from(bytes));
      return undefined;
    },
    'play.arguments': (_value, bytes) => {
      testArguments = Buffer.from(bytes);
      return undefined;
    },
    'play.place': (_value, bytes) => {
      place = Buffer.from(bytes);
      return undefined;
    },
    /** Status 1: there can be no test. */
    'play.start': (players, bytes) => {
      const mode = bytes.toString() as PlayMode;
      const started = surrounding.startPlay({ mode, players, arguments: testArguments, place });
      place = new Uint8Array();
      return told(started);
    },
    'play.end': (_value, bytes) => {
      surrounding.endPlay(Buffer.from(bytes));
      return undefined;
    },
    /** Status 1: they would be too many. */
    'play.addPlayers': (count) => told(surrounding.addPlayers(count)),
    'play.leave': () => {
      surrounding.leave();
      return undefined;
    },
    'play.kick': (id, bytes) => {
      surrounding.leave(id, bytes.toString());
      return undefined;
    },
    'play.ready': () => {
      surrounding.ready();
      return undefined;
    },
    'studio.shutDown': () => {
      surrounding.shutDown?.();
      return undefined;
    },
    'script.ended': () => {
      surrounding.scriptEnded?.();
      return undefined;
    },
    'place.closed': () => {
      surrounding.closed();
      return undefined;
    },
  };
}
