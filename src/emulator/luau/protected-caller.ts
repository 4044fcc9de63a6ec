// Calls registered Luau functions from outside, one at a time, so that no error can leave the VM half unwound.
import { messageOf } from '../../support/thrown-text.js';
import { isCppException } from './cpp-exceptions.js';
import { restoreStackHeight, stackHeight } from './stack-frame.js';
import type { TextAllocator } from './text-allocator.js';
import type { LuauWasm } from './wasm-contract.js';

/** As the VM's glue takes arguments: a type's name, and the value as text. */
export type TextArgument = readonly [type: 'lfunction' | 'jfunction' | 'boolean' | 'number', value: string];

const OK = 0;

export class ProtectedCaller {
  /** What the last call returned, as JSON; tables and functions in it were registered by the VM. */
  results = '';
  private running = false;
  private pending: readonly TextArgument[] = [];
  private failure: string | undefined;

  constructor(
    private readonly wasm: LuauWasm,
    private readonly mainThread: number,
    private readonly texts: TextAllocator,
  ) {}

  get isRunning(): boolean {
    return this.running;
  }

  /** Why no more calls are possible, if so. */
  get brokenBy(): string | undefined {
    return this.failure;
  }

  /** Returns the text of an error that the function raised. */
  call(reference: number, args: readonly TextArgument[]): string | undefined {
    const { exports, memory } = this.wasm;
    const thread = this.mainThread;
    const stackPointer = exports.currentStack();
    const height = stackHeight(memory, thread);
    this.pending = args;
    this.running = true;
    try {
      return exports.protectedCall(thread, reference, 0) === OK ? undefined : this.results;
    } catch (thrown) {
      if (!isCppException(thrown)) {
        // It left Luau's own frames half done.
        this.failure = messageOf(thrown);
        throw thrown;
      }
      exports.restoreStack(stackPointer);
      this.wasm.clearExceptions();
      restoreStackHeight(memory, thread, height);
      return 'not enough memory';
    } finally {
      this.running = false;
    }
  }

  /** The VM asks for the arguments on the way in. */
  readonly pushArguments = (thread: number): number => {
    const { exports } = this.wasm;
    const args = this.pending;
    this.pending = [];
    for (const [type, value] of args) {
      exports.push(thread, this.texts.name(type), this.texts.passing(value), this.texts.name(''));
    }
    return args.length;
  };

  readonly reportResults = (json: string): void => {
    this.results = json;
  };
}
