// One Studio for a few scripts: started for them, closed after them, on a bridge of its own that nothing else uses.
import { BridgeConnection as Connection } from '../bridge/bridge-connection.js';
import { connectedSessionAsync, whileItRunsAsync } from '../command/studios/studio-start.js';
import type { RunningStudio } from '../command/world/studio-launcher.js';
import { BridgeError } from '../protocol/bridge-error.js';
import type { LogEntry, OutputLevel } from '../protocol/log-entry.js';
import { systemClock } from '../support/clock.js';
import { unlessAbortedAsync } from '../support/unless-aborted.js';
import { PACKAGE_VERSION } from '../support/version.js';
import { BridgeSession, type ExecResult } from './bridge-session.js';
import { cancelled } from './cancelled.js';

/** Where it is: it starts, its plugin has yet to connect, a script runs, a script has run. */
export type StudioPhase = 'launching' | 'connecting' | 'executing' | 'done';

export interface StudioBridgeOptions {
  /** The place or model file, or the Rojo project, that shall be open in it. */
  placePath?: string;
  /** Told when each phase begins. */
  onPhase?: (phase: StudioPhase) => void;
  /** True: the emulated Studio. False: never that one. By default Roblox Studio where it can be started. */
  emulator?: boolean;
  /** Until the Studio has to be there, in milliseconds. Default 60,000 for the emulated one, 120,000 for Roblox Studio. */
  timeoutMs?: number;
  /** Gives up the start. */
  signal?: AbortSignal;
}

export interface ExecuteOptions {
  scriptContent: string;
  /** Default 120,000. */
  timeoutMs?: number;
  /** Each line, once and in order, while the script runs. */
  onOutput?: (level: OutputLevel, body: string) => void;
  /** What errors and tracebacks call the script. */
  chunkName?: string;
  signal?: AbortSignal;
}

/** One Studio for a few scripts, on a bridge of its own that nothing else uses. */
export class StudioBridge implements AsyncDisposable {
  private running: { connection: Connection; studio: RunningStudio; session: BridgeSession } | undefined;
  private starting: Promise<void> | undefined;

  constructor(private readonly options: StudioBridgeOptions = {}) {}

  /** Which Studio it is; undefined until it has been started. */
  get kind(): 'studio' | 'emulator' | undefined {
    return this.running?.studio.kind;
  }

  /** For everything that a session can do besides running a script. */
  get session(): BridgeSession {
    return this.started().session;
  }

  /**
   * Starts the Studio and waits until it can be used. A second call waits for the first one.
   *
   * @param options Its signal gives up the start, as that of the constructor does.
   * @throws BridgeError EMULATOR_UNAVAILABLE, STUDIO_NOT_FOUND, STUDIO_NOT_STARTED, STUDIO_NOT_READY, SESSION_NOT_FOUND, PLACE_NOT_READABLE,
   * CANCELLED
   */
  async startAsync({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    if (this.running) return;
    this.starting ??= this.launchAsync(signal).finally(() => {
      this.starting = undefined;
    });
    await this.starting;
  }

  /**
   * Runs Luau. A script that fails is a result with `success: false`, not an exception.
   *
   * @throws BridgeError TIMEOUT, SESSION_DISCONNECTED, CANCELLED, USAGE
   */
  async executeAsync(options: ExecuteOptions): Promise<ExecResult> {
    const { scriptContent, onOutput, ...rest } = options;
    const { session, studio } = this.started();
    this.options.onPhase?.('executing');
    const result = await whileItRunsAsync(
      studio,
      systemClock,
      session.execAsync(scriptContent, {
        ...rest,
        ...(onOutput ? { onOutput: ({ level, body }: LogEntry) => onOutput(level, body) } : {}),
      }),
    );
    this.options.onPhase?.('done');
    return result;
  }

  /**
   * Closes the Studio. It can be started again.
   *
   * @param options Its signal ends the wait; the Studio is closed all the same.
   * @throws BridgeError CANCELLED
   */
  async stopAsync({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    await unlessAbortedAsync(this.closeAsync(), signal, cancelled('The wait for the end'));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stopAsync();
  }

  private async closeAsync(): Promise<void> {
    await this.starting?.catch(() => {});
    const { running } = this;
    this.running = undefined;
    await running?.studio.closeAsync();
    await running?.connection.disconnectAsync();
  }

  private started() {
    if (this.running) return this.running;
    throw new BridgeError('USAGE', 'The Studio has not been started.', { hint: 'Call startAsync() first.' });
  }

  private async launchAsync(given: AbortSignal | undefined): Promise<void> {
    const { placePath, emulator, timeoutMs, onPhase } = this.options;
    const signal = AbortSignal.any([given, this.options.signal].filter((one) => one !== undefined));
    if (signal.aborted) throw new BridgeError('CANCELLED', 'The start of the Studio was cancelled.');
    onPhase?.('launching');
    // The whole application, which a program that only connects does not need.
    const { createContext, stateFolder } = await import('../app/app.js');
    const { studios } = createContext({ options: {}, signal, verbose: false, emit() {}, notify() {} });
    const connection = await Connection.connectAsync({
      port: 0,
      role: 'host',
      local: true,
      expectedSessions: 1,
      clientVersion: PACKAGE_VERSION,
      stateFolder: stateFolder(),
    });
    let studio: RunningStudio | undefined;
    try {
      studio = await studios.launchAsync({ port: connection.port, emulator, place: placePath });
      onPhase?.('connecting');
      const session = await connectedSessionAsync(connection, studio, { waitMs: timeoutMs, signal });
      this.running = { connection, studio, session: new BridgeSession(session, connection) };
    } catch (error) {
      await studio?.closeAsync();
      await connection.disconnectAsync();
      throw error;
    }
  }
}
