// The native function behind `host`: dispatches the engine's calls to the host and the driver's own operations, and
// puts replies of any size into the mailbox that Luau passes along.
import { messageOf } from '../../support/thrown-text.js';
import type { ChunkLoader } from './chunk-loader.js';
import { TYPE } from './layout.js';
import type { MemoryGuard } from './memory-guard.js';
import { markSafeEnvironment, retagUserdata, setVectorMetatable } from './native-extras.js';
import { StackFrame } from './stack-frame.js';
import type { TextAllocator } from './text-allocator.js';
import type { LuauVmOptions } from './vm-contract.js';
import type { LuauWasm } from './wasm-contract.js';

/** The operations of boot.luau. */
const COMPILE = -1;
const RETAG_USERDATA = -2;
const SET_VECTOR_METATABLE = -3;
const MARK_SAFE = -4;
const START_BUDGET = -5;
const FETCH_REPLY = -6;
const REPORT_FAILURE = -7;
const HASTEN_COLLECTION = -8;
const RELAX_COLLECTION = -9;

/** The arguments of the native function. */
const OPERATION = 0;
const VALUE = 1;
const TEXT = 2;
const MAILBOX = 3;
const FIRST = 4;
const SECOND = 5;

const NOTHING = Buffer.alloc(0);

export interface HostPortActions {
  onCall: LuauVmOptions['onCall'];
  onCompiled: LuauVmOptions['onCompiled'];
  global: number;
  guard: MemoryGuard;
  release(reference: number): void;
  startBudget(): void;
}

export class HostPort {
  /** The error text of the running entry, when it failed. */
  failure: string | undefined;
  private readonly frame: StackFrame;
  private pending: Uint8Array = NOTHING;

  constructor(
    private readonly wasm: LuauWasm,
    private readonly texts: TextAllocator,
    private readonly loader: ChunkLoader,
    private readonly actions: HostPortActions,
  ) {
    this.frame = new StackFrame(wasm.memory);
  }

  /** Runs for every call of the native function; nothing may be thrown through the VM from here. */
  readonly onNative = (thread: number): number => {
    const { frame } = this;
    frame.enter(thread);
    const operation = frame.number(OPERATION);
    try {
      if (frame.typeOf(OPERATION) !== TYPE.number)
        return this.fail(thread, 'host.call: the operation must be a number');
      return operation >= 0 ? this.callHost(thread, operation) : this.runOwn(thread, operation);
    } catch (thrown) {
      return this.fail(thread, messageOf(thrown));
    }
  };

  private callHost(thread: number, operation: number): number {
    const { frame } = this;
    const valueType = frame.typeOf(VALUE);
    const textType = frame.typeOf(TEXT);
    if (valueType !== TYPE.number && valueType !== TYPE.nil)
      return this.fail(thread, 'host.call: the number is none');
    if (textType !== TYPE.string && textType !== TYPE.nil)
      return this.fail(thread, 'host.call: the text is none');
    const value = valueType === TYPE.nil ? 0 : frame.number(VALUE);
    const bytes = textType === TYPE.nil ? NOTHING : frame.stringBytes(TEXT);
    const reply = this.actions.onCall(operation, value, bytes);
    if (reply === undefined) {
      frame.enter(thread);
      return frame.returnNumbers(0, 0, 0);
    }
    const { bytes: text } = reply;
    const length = text === undefined ? 0 : this.reply(thread, text);
    frame.enter(thread);
    return frame.returnNumbers(reply.status ?? 0, reply.number ?? 0, length);
  }

  private runOwn(thread: number, operation: number): number {
    const { frame, actions } = this;
    const { memory } = this.wasm;
    switch (operation) {
      case COMPILE:
        return this.compile(thread);
      case FETCH_REPLY:
        frame.bufferBytes(MAILBOX).set(this.pending);
        this.pending = NOTHING;
        break;
      case REPORT_FAILURE:
        this.failure = frame.stringBytes(TEXT).toString('utf8');
        break;
      case START_BUDGET:
        actions.startBudget();
        break;
      case RETAG_USERDATA:
        retagUserdata(memory, {
          pool: frame.object(FIRST),
          count: frame.number(VALUE),
          metatable: frame.object(SECOND),
        });
        break;
      case SET_VECTOR_METATABLE:
        setVectorMetatable(
          memory,
          actions.global,
          frame.typeOf(FIRST) === TYPE.table ? frame.object(FIRST) : 0,
        );
        break;
      case MARK_SAFE:
        markSafeEnvironment(memory, frame.object(FIRST));
        break;
      case HASTEN_COLLECTION:
        actions.guard.hastenCollection();
        return frame.returnNumbers(actions.guard.hasCollectionEnded() ? 1 : 0, 0, 0);
      case RELAX_COLLECTION:
        actions.guard.relaxCollection();
        break;
      default:
        return this.fail(thread, `host.call: there is no operation ${operation}`);
    }
    return frame.returnNumbers(0, 0, 0);
  }

  /** Returns the compiled function itself, as the one result. */
  private compile(thread: number): number {
    const { frame, wasm, texts } = this;
    const chunkName = frame.stringBytes(FIRST).toString('utf8');
    // A copy, because making room for the source may grow the VM's memory under the view.
    const source = Buffer.from(frame.stringBytes(TEXT));
    const loaded = this.loader.load(source, chunkName);
    if (loaded.ok) this.actions.onCompiled?.(source, chunkName);
    if (!loaded.ok) return this.fail(thread, loaded.error);
    wasm.exports.push(thread, texts.name('lfunction'), texts.passing(String(loaded.fn.ref)), texts.name(''));
    this.actions.release(loaded.fn.ref);
    return 1;
  }

  private fail(thread: number, message: string): number {
    const length = this.reply(thread, message);
    this.frame.enter(thread);
    return this.frame.returnNumbers(0, 0, -1 - length);
  }

  /** Puts a reply into the mailbox, or keeps it until Luau fetches it with a larger one. */
  private reply(thread: number, text: Uint8Array | string): number {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    this.frame.enter(thread);
    const mailbox = this.frame.bufferBytes(MAILBOX);
    if (bytes.length <= mailbox.length) mailbox.set(bytes);
    else this.pending = this.isInsideVm(bytes) ? Buffer.from(bytes) : bytes;
    return bytes.length;
  }

  /** Such a view would be lost if the VM's memory grew for the larger mailbox. */
  private isInsideVm(bytes: Uint8Array): boolean {
    return bytes.buffer === this.wasm.memory.u8.buffer;
  }
}
