// `process launch`: a Studio that stays, with a place in it, and connected when the command is done.
import * as z from 'zod/mini';
import type { CommandContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { untilOpenedAsync } from '../../../command/studios/opened-session.js';
import type { OpenedStudio, OpenRequest } from '../../../command/world/studio-opening.js';
import type { SessionInfo } from '../../../protocol/session-info.js';
import { type LaunchInput, launchFlags, launchInput, positionOf, publishedOf } from './launch-input.js';

/** Studio takes long to start, and longer when it updates itself first. */
const CONNECT_MS = 90_000;

export const processLaunch = defineCommand({
  name: ['process', 'launch'],
  summary: 'Start a Studio that stays, and wait until it is connected',
  description:
    'Roblox Studio where it is installed, else an emulated one; the first line on standard error says which. It goes on\n' +
    'when the command is done. A place that Studio would not open under its own name, because another one has it open or\n' +
    'its path is too long, is opened as a copy, and that is said.',
  examples: [
    { line: 'process launch', about: 'Start one with an empty place' },
    { line: 'process launch --place ./build/test.rbxl', about: 'Open a place file in it' },
    { line: 'process launch --place-id 1818 --universe-id 13058', about: 'Open a published place' },
    {
      line: 'process launch --place game.rbxl --script Workspace/Main --line 12',
      about: 'Show a line of a script',
    },
    { line: 'process launch --emulator --place game.rbxl', about: 'Use the emulated Studio in any case' },
    { line: 'process launch --place game.rbxl --no-wait', about: 'Do not wait until it is connected' },
  ],
  target: 'none',
  heeds: ['wait', 'port', 'host', 'token'],
  defaults: { wait: '90s' },
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: [],
  flags: launchFlags,
  aliases: ['launch'],
  tool: {
    description: 'Start a Studio (Roblox Studio if installed, else emulated) with a place and wait for it.',
    destructive: false,
    fields: {
      emulator: 'Use the emulated Studio; by default if there is no other',
      arg: 'More arguments for Studio, as they are',
    },
  },
  input: z.strictObject(launchInput),
  async run({ noWait, ...input }, context) {
    const { openings, options, notify } = context;
    const request = requestOf(input, !noWait);
    if (noWait) {
      const opened = await openings.openAsync({ ...request, port: options.port }, notify);
      return resultOf(opened, undefined, []);
    }
    const connection = await context.openConnectionAsync({ port: options.port });
    try {
      const before = new Set(connection.listSessions().map(({ sessionId }) => sessionId));
      const opened = await openings.openAsync({ ...request, port: connection.port }, notify);
      const limitMs = options.waitMs ?? CONNECT_MS;
      const session = await untilOpenedAsync(opened, connection, before, limitMs, context);
      await opened.confirmAsync(session);
      return resultOf(opened, session, tellOldPlugin(session, context));
    } finally {
      await connection.disconnectAsync();
    }
  },
  format({ kind, pid, connected, placeName, remarks }) {
    const what = kind === 'emulator' ? 'An emulated Studio' : 'Roblox Studio';
    const state = connected
      ? `${what} with ${placeName} is connected, process ${pid}.`
      : `${what} was started, process ${pid}.`;
    return [state, ...remarks].join('\n');
  },
});

function requestOf(input: Omit<LaunchInput, 'noWait'>, isAwaited: boolean): OpenRequest {
  return {
    emulator: input.emulator,
    studioPath: input.studioPath,
    place: input.place,
    published: publishedOf(input),
    position: positionOf(input),
    extra: input.arg,
    isAwaited,
  };
}

function resultOf(opened: OpenedStudio, session: SessionInfo | undefined, remarks: readonly string[]) {
  const { kind, pid, place, placeName } = opened;
  return {
    ...{ kind, pid, place, placeName: session?.placeName ?? placeName },
    connected: session !== undefined,
    ...(session ? { sessionId: session.sessionId, instanceId: session.instanceId } : {}),
    remarks: [...remarks, ...(session ? opened.remarks() : [])],
  };
}

function tellOldPlugin({ pluginUpdateAvailable, pluginVersion }: SessionInfo, { machine }: CommandContext) {
  return pluginUpdateAvailable
    ? [
        `Its plugin is version ${pluginVersion || 'unknown'}, older than recommended for ${machine.version}: studio-bridge plugin install, then restart Studio.`,
      ]
    : [];
}
