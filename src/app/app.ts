// The composition root: what stands behind the context that commands see. Everything slow is loaded when it is
// asked for, so that a command pays only for what it uses.
import { join, resolve } from 'node:path';
import { findStateFolder } from '../bridge/state-folder.js';
import type {
  CommandContext,
  CommandFiles,
  ConnectionOptions,
  ConnectionRequest,
  Emission,
  StudioConnection,
} from '../command/command-context.js';
import type { CloudAccess } from '../command/world/cloud-access.js';
import type { HostControl } from '../command/world/host-control.js';
import type { McpSurface } from '../command/world/mcp-surface.js';
import type { PlaceFiles } from '../command/world/place-files.js';
import type { PluginInstallation } from '../command/world/plugin-installation.js';
import type { StudioOpening } from '../command/world/studio-opening.js';
import type { TerminalSurface } from '../command/world/terminal-surface.js';
import type { TestAccess } from '../command/world/test-access.js';
import type { writeMarkedPlace } from '../emulator/places/index.js';
import { DEFAULT_PORT } from '../protocol/limits.js';
import { findInstallations } from '../studio/find-studio.js';
import { thisMachine } from '../studio/machine.js';
import type { PluginModel } from '../studio/plugin/plugin-files.js';
import { createStudioLauncher } from '../studio/studio-launcher.js';
import { systemClock } from '../support/clock.js';
import { createLogger, type Logger, type LogLevel } from '../support/logger.js';
import { PACKAGE_VERSION } from '../support/version.js';
import { loadLatePartsAsync } from './load-late-parts.js';
import { machineProbes } from './machine-probes.js';
import { standIn } from './stand-in.js';
import { createUserActions, hostActionsAsync } from './user-actions.js';

/** What a surface decides about one command. */
export interface ContextRequest {
  readonly options: ConnectionOptions;
  readonly signal: AbortSignal;
  readonly verbose: boolean;
  /** What runs the terminal, where this surface can. */
  readonly terminal?: TerminalSurface<CommandContext>;
  /** What serves agents, where this surface can. */
  readonly mcp?: McpSurface<CommandContext>;
  emit(emission: Emission): void;
  notify(line: string): void;
  /** Absent where no terminal shows it. */
  showProgress?: ((lines: readonly string[]) => void) | undefined;
  /** Only the text of the answer will be seen, nothing else of it. */
  isTextOnly?: boolean | undefined;
  /** Absent where nobody can be asked. */
  askSecretAsync?: ((question: string) => Promise<string>) | undefined;
}

export function createContext(request: ContextRequest): CommandContext {
  const { options, signal, emit, notify } = request;
  const createLog = (level: LogLevel) =>
    createLogger(level, (kind, message) => notify(`${kind}: ${message}`));
  const defaultLevel = request.verbose ? 'debug' : 'warn';
  return {
    options,
    signal,
    clock: systemClock,
    logger: createLog(defaultLevel),
    files,
    places,
    studios,
    openings: createOpenings(),
    actions: createUserActions(options.actions),
    machine: machineProbes,
    hosts: createHostControl(options),
    plugins,
    terminal: request.terminal ?? noTerminal,
    mcp: request.mcp ?? noMcp,
    cloud,
    tests,
    standIn,
    inputLines,
    askSecretAsync: request.askSecretAsync ?? askNobodyAsync,
    emit,
    notify,
    showProgress: request.showProgress,
    isTextOnly: request.isTextOnly,
    isVerbose: request.verbose,
    openConnectionAsync: (connection) =>
      openConnectionAsync(connection, options, createLog(connection.logLevel ?? defaultLevel)),
  };
}

const noTerminal: TerminalSurface<CommandContext> = {
  runAsync: () => Promise.reject(new TypeError('This surface starts no terminal.')),
};

const noMcp: McpSurface<CommandContext> = {
  serveAsync: () => Promise.reject(new TypeError('This surface serves no agents.')),
  installAsync: () => Promise.reject(new TypeError('This surface serves no agents.')),
};
async function* inputLines(until: AbortSignal): AsyncIterable<string> {
  yield* (await import('../command/node-files.js')).standardInputLines(until);
}

async function askNobodyAsync(): Promise<never> {
  const { BridgeError } = await import('../protocol/bridge-error.js');
  throw new BridgeError('USAGE', 'Nobody can be asked here.', { hint: 'Run the command in a shell.' });
}

/** A background host that nothing uses ends by itself. */
const BACKGROUND_IDLE_MS = 600_000;

const loadEmulator = () => import('../emulator/studio/start-emulated-studio.js');

const studios = createStudioLauncher({
  findInstallations: (studioPath) => findInstallations(thisMachine(), studioPath),
  loadPluginAsync: () => loadPluginAsync(),
  startStudioAsync: async (installation, start) => {
    const { startRunStudioAsync } = await import('../studio/launch/run-studio.js');
    return await startRunStudioAsync(runStudioParts(), installation, start);
  },
  startEmulatorAsync: async (options, readsPlaceAhead, admit) => {
    const { place } = options;
    const { startWithPlaceAsync } = await loadEmulator();
    return await startWithPlaceAsync(
      options,
      readsPlaceAhead && place !== undefined ? () => handPlaceAsync(place) : undefined,
      admit,
    );
  },
});

async function handPlaceAsync(place: string) {
  const { handPlace } = await loadPlaceFiles();
  return handPlace(resolve(place));
}

/** What is started stays, and is known again by a record in the state folder. */
function createOpenings(): StudioOpening {
  const loadAsync = async () => {
    const { createStudioOpening } = await import('../studio/launch/studio-opening.js');
    return createStudioOpening({
      machine: thisMachine(),
      stateFolder: stateFolder(),
      clock: systemClock,
      node: process.execPath,
      program: process.argv[1] ?? '',
    });
  };
  return {
    openAsync: async (request, notify) => (await loadAsync()).openAsync(request, notify),
    describeSearchAsync: async () => (await loadAsync()).describeSearchAsync(),
    findStartedAsync: async (session) => (await loadAsync()).findStartedAsync(session),
    listUnconnectedAsync: async (sessions) => (await loadAsync()).listUnconnectedAsync(sessions),
  };
}

/** What a Studio that is started for one command stands on. */
function runStudioParts() {
  return {
    machine: thisMachine(),
    stateFolder: stateFolder(),
    clock: systemClock,
    async findPairingAsync() {
      const { findPairingSecretAsync } = await import('../bridge/pairing-secret.js');
      return await findPairingSecretAsync(stateFolder());
    },
    async writePlaceAsync(
      place: Parameters<typeof writeMarkedPlace>[0],
      locate: (fileName: string) => string,
    ) {
      const { writeMarkedPlace } = await loadPlaceFiles();
      return writeMarkedPlace(place, locate);
    },
  };
}

const loadCloudAsync = async () => (await loadLatePartsAsync()).createCloudAccess(stateFolder());

const cloud: CloudAccess = {
  runScriptAsync: async (request) => (await loadCloudAsync()).runScriptAsync(request),
  keepKeyAsync: async (door) => (await loadCloudAsync()).keepKeyAsync(door),
  forgetKeyAsync: async () => (await loadCloudAsync()).forgetKeyAsync(),
  startEmulatorAsync: async (request) => (await loadCloudAsync()).startEmulatorAsync(request),
};

const loadTestsAsync = async () => (await loadLatePartsAsync()).createTestAccess(stateFolder());

const tests: TestAccess<CommandContext> = {
  runAsync: async (request, context) => (await loadTestsAsync()).runAsync(request, context),
  runBatchAsync: async (request, context) => (await loadTestsAsync()).runBatchAsync(request, context),
};

const plugins: PluginInstallation = {
  installAsync: async (request) => (await loadPluginInstallationAsync()).installAsync(request),
  uninstallAsync: async (request) => (await loadPluginInstallationAsync()).uninstallAsync(request),
  statusAsync: async (place) => (await loadPluginInstallationAsync()).statusAsync(place),
};

/** Paired with this user's hosts once the plugin has been installed on this machine. */
async function loadPluginAsync(): Promise<PluginModel> {
  const { findPairingSecretAsync } = await import('../bridge/pairing-secret.js');
  const pairing = await findPairingSecretAsync(stateFolder());
  return pairing
    ? (await import('../studio/plugin/installed-plugin.js')).installedPlugin({ pairing })
    : (await import('../studio/plugin/plugin-files.js')).bridgePlugin;
}

async function loadPluginInstallationAsync(): Promise<PluginInstallation> {
  const [{ createPluginInstallation }, { ensurePairingSecretAsync, findPairingSecretAsync }] =
    await Promise.all([
      import('../studio/plugin/bridge-plugin-installation.js'),
      import('../bridge/pairing-secret.js'),
    ]);
  return createPluginInstallation({
    machine: thisMachine(),
    ensurePairingAsync: () => ensurePairingSecretAsync(stateFolder()),
    findPairingAsync: () => findPairingSecretAsync(stateFolder()),
  });
}

const loadPlaceFiles = async () => (await loadLatePartsAsync()).loadPlacesAsync();

const places: PlaceFiles = {
  checkTargetAsync: async (path, kind, mayReplace) =>
    (await loadPlaceFiles()).checkTarget(path, kind, mayReplace),
  savePlaceAsync: async (path, parts) => (await loadPlaceFiles()).savePlace(path, parts),
  saveModelAsync: async (path, model) => (await loadPlaceFiles()).saveModel(path, model),
  toBinaryModelAsync: async (path, model) => (await loadPlaceFiles()).toBinaryModel(path, model),
};

const files: CommandFiles = {
  readTextAsync: async (path) => (await import('../command/node-files.js')).nodeFiles.readTextAsync(path),
  readBytesAsync: async (path) => (await import('../command/node-files.js')).nodeFiles.readBytesAsync(path),
  readStandardInputAsync: async () =>
    (await import('../command/node-files.js')).nodeFiles.readStandardInputAsync(),
  isFileAsync: async (path) => (await import('../command/node-files.js')).nodeFiles.isFileAsync(path),
};

function createHostControl({ port = DEFAULT_PORT, remote, token, actions }: ConnectionOptions): HostControl {
  const folder = stateFolder();
  const door = {
    port,
    remoteHost: remote,
    token,
    stateFolder: folder,
    clientVersion: PACKAGE_VERSION,
    clock: systemClock,
  };
  return {
    port,
    tokenFile: token === undefined ? join(folder, 'token') : undefined,
    findStatusAsync: async () => (await import('../bridge/host-control.js')).findHostStatusAsync(door),
    stopAsync: async () => (await import('../bridge/host-control.js')).stopHostAsync(door),
    async startDetachedAsync(flags) {
      const { startDetachedHostAsync } = await import('../bridge/detached-host.js');
      return await startDetachedHostAsync({
        program: process.argv[1] ?? '',
        args: [
          'serve',
          '--port',
          String(port),
          // All that it needs is given here; a file that says `detach` would make it start itself for ever.
          '--config',
          'none',
          ...(actions === undefined ? [] : ['--actions', actions]),
          ...flags,
        ],
        environment: detachedEnvironment(token),
        log: join(folder, `host-${port}.log`),
        door: { ...door, remoteHost: undefined },
      });
    },
  };
}

/** What runs on the port already is as good, also if it got there while this one was being started. */
async function ensureBackgroundHostAsync(hosts: HostControl): Promise<void> {
  if (await hosts.findStatusAsync()) return;
  try {
    await hosts.startDetachedAsync([`--timeout=${BACKGROUND_IDLE_MS}`]);
  } catch (error) {
    if (!(await hosts.findStatusAsync())) throw error;
  }
}

/** Without what was meant for the command that starts it; the token goes this way because others may read arguments. */
function detachedEnvironment(token: string | undefined): Record<string, string | undefined> {
  const own = ['DETACH', 'STATUS', 'STOP', 'OUTPUT', 'FORMAT', 'JSON'].map((name) => `STUDIO_BRIDGE_${name}`);
  const kept = Object.entries(process.env).filter(([name]) => !own.includes(name));
  return { ...Object.fromEntries(kept), ...(token === undefined ? {} : { STUDIO_BRIDGE_TOKEN: token }) };
}

async function openConnectionAsync(
  { port, mustHost, mustJoin, isPrivate, isInner, policy }: ConnectionRequest,
  options: ConnectionOptions,
  logger: Logger,
): Promise<StudioConnection> {
  const { remote, local, token, host, readOnly } = options;
  const { BridgeConnection } = await import('../bridge/bridge-connection.js');
  const common = {
    ...{ logger, token, clientVersion: PACKAGE_VERSION, stateFolder: stateFolder() },
    looksOnly: readOnly,
  };
  if (isPrivate) {
    // A one-shot run needs no actions; what it did need would be pushed when it is first asked for.
    return await BridgeConnection.connectAsync({
      ...common,
      port: 0,
      isInner,
      role: 'host',
      local: true,
      expectedSessions: 1,
    });
  }
  const actions = await hostActionsAsync(options.actions, logger);
  try {
    if (host === 'background' && !mustHost && !mustJoin && remote === undefined) {
      await ensureBackgroundHostAsync(createHostControl(options));
    }
    const connection = await BridgeConnection.connectAsync({
      ...common,
      port,
      local,
      actions: actions.loadAsync,
      ...(mustHost
        ? { role: 'host', keepAlive: true, isStoppable: true, ...policy }
        : { remoteHost: mustJoin ? (remote ?? `127.0.0.1:${port}`) : remote }),
    });
    connection.on('closed', () => actions.close());
    return connection;
  } catch (error) {
    actions.close();
    throw error;
  }
}

/** Files of plugins that are not the bridge's own. */
export async function loadTemplateFilesAsync() {
  return (await import('../studio/plugin/template-files.js')).createTemplateFiles(thisMachine());
}

/** What agents that come over HTTP have to know; made on first use. */
export async function ensureAgentTokenAsync(folder: string) {
  return await (await import('../bridge/agent-token.js')).ensureAgentTokenAsync(folder);
}

export function stateFolder(): string {
  return findStateFolder();
}
