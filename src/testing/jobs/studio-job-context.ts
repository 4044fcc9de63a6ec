// Tests in a Studio of their own, real or emulated, over the bridge like every other command.
import type { CommandContext, StudioSession } from '../../command/command-context.js';
import { type OwnStudio, openOwnStudioAsync } from '../../command/studios/own-studio.js';
import { endedBySignalAsync, whileItRunsAsync } from '../../command/studios/studio-start.js';
import { execute } from '../../protocol/core-actions.js';
import { NOT_FOR_PLUGINS } from '../../support/refused-methods.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import { TESTS_CHUNK } from '../results/own-trace.js';
import type { RunEvent } from '../results/run-report.js';
import { updateScript } from '../watch/update-script.js';
import { buildPlaceAsync, releaseBuiltPlaceAsync } from './build-place.js';
import {
  type BuildRequest,
  type BuiltPlace,
  type Deployment,
  type DeployOptions,
  infrastructureResult,
  type JobBackend,
  type JobContext,
  type JobLogs,
  type JobScript,
  LONGEST_SCRIPT_MS,
  type ScriptChange,
  type ScriptRunResult,
} from './job-context.js';

const UPDATE_TIMEOUT_MS = 5000;

/** With `coverage`, how often each line of the place's scripts runs is counted. */
export function createEmulatorJobContext(context: CommandContext, { coverage = false } = {}): JobContext {
  return new StudioJobContext(context, true, coverage);
}

export function createStudioJobContext(context: CommandContext): JobContext {
  return new StudioJobContext(context, false);
}

/** Studio where this machine has one that can be started, the emulated one elsewhere. */
export function createLocalJobContext(context: CommandContext): JobContext {
  return new StudioJobContext(context, undefined);
}

interface StudioDeployment extends Deployment {
  readonly studio: OwnStudio;
  /** It is busy with something that nobody waits for any more, and is to end at once. */
  readonly interrupt: () => void;
  events: RunEvent[];
  lostLines: number;
}

class StudioJobContext implements JobContext {
  backend: JobBackend;
  private readonly open = new Set<StudioDeployment>();

  constructor(
    private readonly context: CommandContext,
    private readonly emulator: boolean | undefined,
    private readonly coverage = false,
  ) {
    this.backend = emulator === false ? 'studio' : 'emulator';
  }

  /** Studios open every kind of source themselves. */
  async buildPlaceAsync(request: BuildRequest): Promise<BuiltPlace> {
    if (request.builder === 'rojo') return await buildPlaceAsync(request, this.context);
    return { source: request.source, file: request.source };
  }

  async deployBuiltPlaceAsync(
    { file }: BuiltPlace,
    { packageName, signal, onPhase }: DeployOptions,
  ): Promise<Deployment> {
    onPhase?.({ phase: 'launching' });
    const launch = {
      emulator: this.emulator,
      place: file,
      coverage: this.coverage,
      refusedMethods: NOT_FOR_PLUGINS,
      readsPlaceAhead: true,
    };
    const interruption = new AbortController();
    const either = AbortSignal.any([signal, interruption.signal]);
    const studio = await openOwnStudioAsync(launch, { ...this.context, signal: either }, () =>
      onPhase?.({ phase: 'connecting' }),
    );
    this.backend = studio.running.kind;
    const deployment: StudioDeployment = {
      packageName,
      studio,
      interrupt: () => interruption.abort(),
      events: [],
      lostLines: 0,
    };
    this.open.add(deployment);
    return deployment;
  }

  async runScriptAsync(deployment: Deployment, script: JobScript): Promise<ScriptRunResult> {
    const own = this.find(deployment);
    const { chunkName = TESTS_CHUNK, packageName, mark, signal, onEvent, onPhase } = script;
    const { timeoutMs = LONGEST_SCRIPT_MS } = script;
    own.events = [];
    own.lostLines = 0;
    let seq = 0;
    let lastLogSeq: number | undefined;
    onPhase?.({ phase: 'executing' });
    const startedAt = this.context.clock.now();
    try {
      const running = this.executeAsync(own.studio.session, {
        ...script,
        chunkName,
        timeoutMs,
        onLine: ({ logSeq, ...line }) => {
          // The plugin numbers its lines: what is left out here was lost on the way.
          if (logSeq !== undefined && lastLogSeq !== undefined) own.lostLines += logSeq - lastLogSeq - 1;
          lastLogSeq = logSeq;
          if (mark === undefined || !line.text.startsWith(mark)) seq++;
          const event = { seq, package: packageName, ...line };
          own.events.push(event);
          onEvent?.(event);
        },
      });
      const { clock } = this.context;
      const working = whileItRunsAsync(own.studio.running, clock, running);
      const done = await endedBySignalAsync(working, { signal, clock });
      return {
        success: done.success,
        durationMs: this.context.clock.now() - startedAt,
        ...(done.success
          ? { returnValues: done.returnValues ?? [] }
          : { error: done.error ?? 'The script failed.', trace: done.failure?.traceback }),
      };
    } catch (error) {
      if (signal.aborted) own.interrupt();
      return infrastructureResult(error);
    }
  }

  async updateScriptsAsync(
    deployment: Deployment,
    changes: readonly ScriptChange[],
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      const { success, returnValues } = await this.find(deployment).studio.session.invokeAsync(
        execute,
        { script: updateScript(changes), chunkName: 'update' },
        { timeoutMs: UPDATE_TIMEOUT_MS, signal },
      );
      return success && returnValues?.[0] === true;
    } catch (error) {
      if (signal.aborted) throw error;
      return false;
    }
  }

  async readCoverageAsync(
    deployment: Deployment,
    unloaded: readonly { readonly script: string; readonly source: string }[],
  ): Promise<readonly ScriptCoverage[]> {
    return (await this.find(deployment).studio.running.readCoverageAsync?.(unloaded)) ?? [];
  }

  async getLogsAsync(deployment: Deployment): Promise<JobLogs> {
    const { events, lostLines } = this.find(deployment);
    return { events, lostLines, isLossExact: true, rung: 'live' };
  }

  async releaseAsync(deployment: Deployment): Promise<void> {
    const own = [...this.open].find((one) => one === deployment);
    if (!own || !this.open.delete(own)) return;
    await own.studio.closeAsync();
  }

  async releaseBuiltPlaceAsync(built: BuiltPlace): Promise<void> {
    await releaseBuiltPlaceAsync(built);
  }

  async disposeAsync(): Promise<void> {
    await Promise.all([...this.open].map((deployment) => this.releaseAsync(deployment)));
  }

  private executeAsync(
    session: StudioSession,
    request: Pick<JobScript, 'source' | 'arguments' | 'signal'> & {
      chunkName: string;
      timeoutMs: number;
      onLine: (line: Pick<RunEvent, 'time' | 'level' | 'text'> & { logSeq: number | undefined }) => void;
    },
  ) {
    const { source, chunkName, timeoutMs, signal, onLine } = request;
    const given = request.arguments === undefined ? {} : { arguments: [...request.arguments] };
    return session.invokeAsync(
      execute,
      { script: source, chunkName, ...given },
      {
        timeoutMs,
        signal,
        onOutput: ({ level, body, time, seq }) =>
          onLine({ level, text: body, time: time ?? this.context.clock.wallTime(), logSeq: seq }),
      },
    );
  }

  private find(deployment: Deployment): StudioDeployment {
    for (const own of this.open) if (own === deployment) return own;
    throw new TypeError('This deployment was released, or is another context’s.');
  }
}
