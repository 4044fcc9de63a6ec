// The one error class of the project. Every message says what happened and why; the catalogue adds what to do.
import { type ErrorCode, type ErrorEntry, type ExitCode, errorEntry } from './error-catalog.js';

/** Whether a failed request reached the plugin: known not to have, known to have run, or not known. */
export type Delivery = 'not-sent' | 'unknown' | 'ran';

export interface BridgeErrorOptions {
  details?: unknown;
  delivery?: Delivery | undefined;
  cause?: unknown;
  /** Replaces the catalogue's next step where a better one is known. */
  hint?: string;
  /** Replaces the catalogue's, where one code has more than one cause. */
  exitCode?: ExitCode | undefined;
}

/** What every failure is. Its message says what happened and why. */
export class BridgeError extends Error {
  /** True also of one whose class was loaded a second time, as by another file of the built program. */
  static override [Symbol.hasInstance](value: unknown): value is BridgeError {
    return value instanceof Error && value.name === 'BridgeError' && 'entry' in value;
  }

  /** Also where `instanceof` fails, because it comes from another version of the class. */
  override readonly name = 'BridgeError';
  /** A code of the catalogue, or one that a newer peer sent. */
  readonly code: string;
  /** What else is known, by code. */
  readonly details: unknown;
  /** Whether the request reached the plugin, where there was one. */
  readonly delivery: Delivery | undefined;
  /** Instead of the catalogue's. */
  readonly ownHint: string | undefined;
  private readonly ownExitCode: ExitCode | undefined;

  constructor(code: ErrorCode | (string & {}), message: string, options: BridgeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.delivery = options.delivery;
    this.ownHint = options.hint;
    this.ownExitCode = options.exitCode;
  }

  /** What the catalogue says about the code. */
  get entry(): ErrorEntry {
    return errorEntry(this.code);
  }

  /** The next step. */
  get hint(): string {
    return this.ownHint ?? this.entry.hint;
  }

  /** Of a command that ends with it. */
  get exitCode(): ExitCode {
    return this.ownExitCode ?? this.entry.exitCode;
  }

  /** The same failure with another next step. */
  withHint(hint: string): BridgeError {
    const { code, message, details, delivery, ownExitCode: exitCode } = this;
    return new BridgeError(code, message, { details, delivery, exitCode, hint, cause: this });
  }

  /** The form for `--json` and other programs. */
  toJSON(): { code: string; message: string; hint: string; delivery?: Delivery; details?: unknown } {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      ...(this.delivery === undefined ? {} : { delivery: this.delivery }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }
}

export function toBridgeError(error: unknown): BridgeError {
  if (error instanceof BridgeError) return error;
  if (isForeignBridgeError(error)) {
    const { code, message, details, delivery, hint, exitCode } = error;
    return new BridgeError(code, message, { details, delivery, hint, exitCode, cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new BridgeError('INTERNAL_ERROR', message, { cause: error });
}

/** The class as another bundle of this package has it: part of the program is loaded apart. */
function isForeignBridgeError(error: unknown): error is BridgeError {
  return (
    error instanceof Error &&
    error.name === 'BridgeError' &&
    'code' in error &&
    typeof error.code === 'string'
  );
}
