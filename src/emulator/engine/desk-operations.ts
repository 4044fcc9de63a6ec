// What a person does around the viewport, told to Luau, and what Luau answers.
import type { DeskAct } from '../../support/studio-desk.js';
import type { PostEvent } from './event-loop.js';
import type { Operations } from './operations.js';

export class Desk {
  private told: { readonly isRefused: boolean; readonly bytes: Uint8Array } | undefined;

  constructor(private readonly post: PostEvent) {}

  readonly operations: Operations = {
    'desk.told': (status, bytes) => {
      this.told = { isRefused: status !== 0, bytes: Uint8Array.from(bytes) };
      return undefined;
    },
  };

  /** The answer, or why it cannot be done. */
  act({ act, name }: DeskAct): Uint8Array | { readonly refusal: string } {
    this.post('desk.act', 0, `${act}\n${name}`);
    const told = this.take();
    if (!told) throw new Error('the emulated engine could not do it');
    return told.isRefused ? { refusal: new TextDecoder().decode(told.bytes) } : told.bytes;
  }

  private take(): Desk['told'] {
    const { told } = this;
    this.told = undefined;
    return told;
  }
}
