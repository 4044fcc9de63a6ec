// `doctor`: every hop between this shell and a Studio, what is wrong with it, and what mends it.
import * as z from 'zod/mini';
import type { CommandContext } from '../../command/command-context.js';
import { defineCommand } from '../../command/define-command.js';
import { toBridgeError } from '../../protocol/bridge-error.js';
import { DEFAULT_PORT } from '../../protocol/limits.js';
import type { Check } from './check.js';
import { checkHost, checkPort, checkSessions } from './link-checks.js';
import {
  checkEmulator,
  checkPlaceFiles,
  checkPlugin,
  checkRuntime,
  checkStudio,
  checkToken,
} from './machine-checks.js';

const MARKS = { ok: 'ok  ', note: 'note', wrong: 'FAIL' } as const;

export const doctor = defineCommand({
  name: ['doctor'],
  section: 'Infrastructure',
  summary: 'Check every hop between here and Studio',
  description:
    'Looks at the port and who holds it, the host, the token, the plugin, the connected sessions and the emulated\n' +
    'Studio. For each that is wrong it prints the command that mends it. Exit code 1 if anything is wrong.',
  examples: [
    { line: 'doctor', about: 'Find out why nothing connects' },
    { line: 'doctor --json', about: 'The same for a program' },
  ],
  target: 'none',
  heeds: ['port', 'remote', 'local', 'token', 'timeout'],
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  input: z.strictObject({}),
  async run(_input, context) {
    const checks = await examineAsync(context);
    return { healthy: checks.every(({ state }) => state !== 'wrong'), checks };
  },
  format: ({ checks }) =>
    checks
      .map(({ state, hop, finding, mend }) => {
        const line = `${MARKS[state]}  ${hop.padEnd(10)}  ${finding}`;
        return mend === undefined ? line : `${line}\n${' '.repeat(18)}${mend}`;
      })
      .join('\n'),
  exitCode: ({ healthy }) => (healthy ? 0 : 1),
});

async function examineAsync(context: CommandContext): Promise<Check[]> {
  const { machine } = context;
  const way = await checkWayAsync(context);
  const [token, plugin, emulator, placeFiles] = await Promise.all([
    machine.probeTokenAsync(),
    machine.probePluginAsync(),
    machine.probeEmulatorAsync(),
    machine.probePlaceFilesAsync(),
  ]);
  const studio = machine.findStudio();
  return [
    checkRuntime(machine),
    ...way,
    checkToken(token),
    checkStudio(studio),
    checkPlugin(plugin, machine.version, studio !== undefined),
    checkEmulator(emulator),
    checkPlaceFiles(placeFiles),
  ];
}

/** To the host on this machine, or to the one that was named. */
async function checkWayAsync(context: CommandContext): Promise<Check[]> {
  const { machine, options } = context;
  const port = options.port ?? DEFAULT_PORT;
  if (options.remote !== undefined) return await checkLinkAsync(context, port);
  const found = await machine.probePortAsync(port);
  const holder = found.kind === 'free' ? undefined : await machine.findPortHolderAsync(port);
  const checks = [checkPort(port, found, holder)];
  if (found.kind !== 'host') return checks;
  return [...checks, checkHost(found, machine.version), ...(await checkLinkAsync(context, port))];
}

/** Joins the host as any command would, but never becomes one: a check must not change what it checks. */
async function checkLinkAsync(context: CommandContext, port: number): Promise<Check[]> {
  try {
    const connection = await context.openConnectionAsync({ port, mustJoin: true });
    try {
      const { remote } = context.options;
      const finding = `The host${remote === undefined ? '' : ` at ${remote}`} and this process know the same token.`;
      return [
        { hop: 'link', state: 'ok', finding },
        ...checkSessions(connection.listSessions(), context.machine.version),
      ];
    } finally {
      await connection.disconnectAsync();
    }
  } catch (error) {
    const { message, hint } = toBridgeError(error);
    return [{ hop: 'link', state: 'wrong', finding: message, mend: hint }];
  }
}
