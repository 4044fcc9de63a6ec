// A file that grows while the tests run, so that what is known stands on disk whatever happens to this process.
import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock, Timer } from '../../support/clock.js';
import { makeFolder } from '../../support/make-folder.js';

const FLUSH_MS = 20;
const FLUSH_CHARACTERS = 65_536;

export class GrowingFile {
  readonly path: string;
  private readonly descriptor: number;
  private waiting: string[] = [];
  private size = 0;
  private timer: Timer | undefined;

  /** @throws BridgeError FILE_NOT_WRITABLE */
  constructor(
    path: string,
    private readonly clock: Clock,
    isContinued = false,
  ) {
    this.path = resolve(path);
    this.descriptor = this.orRefuse(() => {
      makeFolder(dirname(this.path));
      return openSync(this.path, isContinued ? 'a' : 'w');
    });
  }

  /** Many lines cost one call of the system. */
  readonly write = (text: string): void => {
    this.waiting.push(text);
    this.size += text.length;
    if (this.size > FLUSH_CHARACTERS) this.flush();
    else this.timer ??= this.clock.setTimer(FLUSH_MS, () => this.flush());
  };

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private flush(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const text = this.waiting.join('');
    this.waiting = [];
    this.size = 0;
    if (text !== '') this.orRefuse(() => writeSync(this.descriptor, text));
  }

  private orRefuse<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (cause) {
      throw new BridgeError('FILE_NOT_WRITABLE', `The report ${this.path} could not be written.`, { cause });
    }
  }
}
