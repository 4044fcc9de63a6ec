// A command's world for unit tests: everything is recorded, and what a test does not provide raises an error.
import type {
  CommandContext,
  Emission,
  InvokeOptions,
  SessionChoice,
  StudioConnection,
  StudioSession,
} from '../../src/command/command-context.js';
import type { HostControl } from '../../src/command/world/host-control.js';
import type { MachineProbes } from '../../src/command/world/machine-probes.js';
import type { AnyAction } from '../../src/protocol/define-action.js';
import type { SessionInfo } from '../../src/protocol/session-info.js';
import { createManualClock } from '../../src/support/clock.js';
import { createDeferred, type Deferred } from '../../src/support/deferred.js';
import { Emitter } from '../../src/support/emitter.js';
import { silentLogger } from '../../src/support/logger.js';

export interface FakeWorld {
  readonly context: CommandContext;
  readonly emissions: Emission[];
  readonly notices: string[];
  readonly requests: { type: string; payload: unknown; options: InvokeOptions | undefined }[];
  readonly choices: SessionChoice[];
  /** Settles with the first subscription. */
  readonly subscribed: Deferred<void>;
  /** Events that are subscribed to now. */
  readonly followed: string[];
  /** As if the plugin pushed it. */
  push(type: string, payload: unknown): void;
  /** As if lines had been lost. */
  miss(fromSeq: number, toSeq: number): void;
  /** How many connections are open. */
  openConnections: number;
}

type Pushes = {
  push: { type: string; payload: unknown };
  missed: { fromSeq: number; toSeq: number };
};

export interface FakeParts {
  sessions?: readonly SessionInfo[];
  unsettledMs?: number;
  /** Answers a request; may call `options.onOutput` first. */
  answer?: (type: string, payload: unknown, options: InvokeOptions) => unknown;
  context?: Partial<CommandContext>;
}

export function createFakeWorld(parts: FakeParts = {}): FakeWorld {
  const sessions = parts.sessions ?? [sessionInfoOf({})];
  const pushes = new Emitter<Pushes>();
  const world: FakeWorld = {
    subscribed: createDeferred(),
    followed: [],
    push: (type, payload) => pushes.emit('push', { type, payload }),
    miss: (fromSeq, toSeq) => pushes.emit('missed', { fromSeq, toSeq }),
    emissions: [],
    notices: [],
    requests: [],
    choices: [],
    openConnections: 0,
    context: {
      options: {},
      signal: new AbortController().signal,
      clock: createManualClock(),
      logger: silentLogger,
      files: {
        readTextAsync: missing,
        readBytesAsync: missing,
        readStandardInputAsync: missing,
        isFileAsync: async () => false,
      },
      places: {
        checkTargetAsync: async () => {},
        savePlaceAsync: missing,
        saveModelAsync: missing,
        toBinaryModelAsync: missing,
      },
      studios: { listInstallationsAsync: missing, isEmulatedAsync: missing, launchAsync: missing },
      openings: {
        openAsync: missing,
        describeSearchAsync: missing,
        findStartedAsync: async () => undefined,
        listUnconnectedAsync: async () => [],
      },
      actions: { listAsync: async () => [] },
      machine: fakeMachine,
      hosts: fakeHosts,
      cloud: {
        runScriptAsync: missing,
        keepKeyAsync: missing,
        forgetKeyAsync: missing,
        startEmulatorAsync: missing,
      },
      tests: { runAsync: missing, runBatchAsync: missing },
      standIn: { runAsync: missing, writeLauncherAsync: missing },
      askSecretAsync: missing,
      plugins: { installAsync: missing, uninstallAsync: missing, statusAsync: missing },
      terminal: { runAsync: missing },
      mcp: { serveAsync: missing, installAsync: missing },
      emit: (emission) => void world.emissions.push(emission),
      notify: (text) => void world.notices.push(text),
      async openConnectionAsync() {
        world.openConnections++;
        return fakeConnection(world, sessions, parts, pushes);
      },
      ...parts.context,
    },
  };
  return world;
}

export function sessionInfoOf(changes: Partial<SessionInfo>): SessionInfo {
  return {
    sessionId: '11111111-2222-4333-8444-555555555555',
    instanceId: 'instance',
    context: 'edit',
    placeId: 0,
    gameId: 0,
    placeName: 'Place1',
    state: 'Edit',
    pluginVersion: '0.1.0',
    protocolVersion: 2,
    capabilities: ['execute'],
    origin: 'user',
    paired: false,
    stale: false,
    connectedAt: 1_700_000_000_000,
    ...changes,
  };
}

function fakeConnection(
  world: FakeWorld,
  sessions: readonly SessionInfo[],
  parts: FakeParts,
  pushes: Emitter<Pushes>,
): StudioConnection {
  return {
    role: 'client',
    port: 38741,
    unsettledMs: parts.unsettledMs ?? 0,
    listSessions: () => [...sessions],
    async resolveSessionAsync(choice) {
      world.choices.push(choice);
      const [info] = sessions;
      if (!info) throw new Error('The fake connection has no session.');
      return fakeSession(world, info, parts, pushes);
    },
    on: () => () => {},
    async disconnectAsync() {
      world.openConnections--;
    },
  };
}

function fakeSession(
  world: FakeWorld,
  info: SessionInfo,
  { answer }: FakeParts,
  pushes: Emitter<Pushes>,
): StudioSession {
  return {
    info,
    async subscribeAsync(events) {
      world.followed.push(...events);
      world.subscribed.resolve();
      return [...events];
    },
    async unsubscribeAsync(events) {
      for (const event of events) world.followed.splice(world.followed.indexOf(event), 1);
      return [...events];
    },
    follow({ push, missed }) {
      const stops = [push && pushes.on('push', push), missed && pushes.on('missed', missed)];
      return () => {
        for (const stop of stops) stop?.();
      };
    },
    async invokeAsync(action: AnyAction, payload: unknown, options: InvokeOptions = {}) {
      world.requests.push({ type: action.request, payload, options });
      if (!answer) throw new Error(`The fake session has no answer to ${action.request}.`);
      return action.result.parse(answer(action.request, payload, options)) as never;
    },
  };
}

/** A machine where everything is as it should be and nothing runs. */
export const fakeMachine: MachineProbes = {
  version: '0.1.0',
  nodeVersion: '20.0.0',
  probePortAsync: async () => ({ kind: 'free' }),
  findPortHolderAsync: async () => undefined,
  probeTokenAsync: async () => ({ works: true, detail: 'The token file is there.' }),
  probePluginAsync: async () => ({ folder: '/plugins', version: '0.1.0' }),
  findStudio: () => '/Studio',
  probeEmulatorAsync: async () => ({ works: true, detail: 'it started' }),
  probePlaceFilesAsync: async () => ({ works: true, detail: 'rbx-dom is here' }),
};

/** A machine where no host runs and none can be started. */
export const fakeHosts: HostControl = {
  port: 38741,
  tokenFile: '/state/token',
  findStatusAsync: async () => undefined,
  stopAsync: async () => undefined,
  startDetachedAsync: missing,
};

function missing(): never {
  throw new Error('This test did not provide that part of the context.');
}
