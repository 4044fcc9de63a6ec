// The terminal as the command that starts it sees it.
import type { ExitCode } from '../../protocol/error-catalog.js';

export interface TerminalRequest {
  /** Run first. */
  readonly script?: { readonly text: string; readonly chunkName: string } | undefined;
  /** True: in a new emulated Studio. False: never in one. */
  readonly emulator?: boolean | undefined;
}

export interface TerminalSurface<Context> {
  /** Resolves when the user leaves. */
  runAsync(request: TerminalRequest, context: Context): Promise<ExitCode>;
}
