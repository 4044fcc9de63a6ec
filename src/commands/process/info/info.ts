// `process info`: what a Studio is doing and which place is open in it.
import * as z from 'zod/mini';
import type { SessionContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { followSessionAsync } from '../../../command/follow-session.js';
import { defineAction } from '../../../protocol/define-action.js';
import { stateChangePayload } from '../../../protocol/events.js';
import { studioState } from '../../../protocol/session-info.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { shownName } from '../../../support/shown-text.js';
import source from './info.luau';

export const queryState = defineAction({
  request: 'queryState',
  response: 'stateResult',
  capability: 'queryState',
  timeoutMs: 5_000,
  readOnly: true,
  payload: wireObject({}),
  result: wireObject({
    state: studioState,
    placeName: z.string(),
    placeId: z.number(),
    gameId: z.number(),
    /** Members of the engine that the plugin did without. */
    fallbacks: z.optional(z.array(wireObject({ member: z.string(), instead: z.string() }))),
  }),
  source,
});

export const processInfo = defineCommand({
  name: ['process', 'info'],
  summary: 'Show the mode of a Studio and the place that is open in it',
  description:
    'Also which plugin runs in it, whether it is paired, and what of the engine it had to do without.',
  examples: [
    { line: 'process info', about: 'Ask the only session there is' },
    { line: 'process info --context server --json', about: 'Ask the server of a play test, for a program' },
    { line: 'process info --watch', about: 'See each change of the mode until Ctrl+C' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  aliases: ['state'],
  tool: {
    isDefault: true,
    description: 'Mode of a Studio (Edit, Play, Run, ...), place name and ids, plugin version.',
    without: ['watch'],
  },
  input: z.strictObject({
    watch: z._default(z.boolean().check(z.describe('Stay, and tell each change of the mode')), false),
  }),
  async run({ watch }, context) {
    if (!watch) return await readInfoAsync(context);
    const follower = { push: (event: Pushed) => tellChange(event, context), missed() {} };
    await followSessionAsync(context, 'stateChange', follower, async () => {
      const info = await readInfoAsync(context);
      context.emit({ to: 'result', text: infoText(info), data: { event: 'info', ...info } });
    });
    return undefined;
  },
  format: (info) => (info ? infoText(info) : ''),
});

async function readInfoAsync({ session, signal, options }: SessionContext) {
  const result = await session.invokeAsync(queryState, {}, { signal, timeoutMs: options.timeoutMs });
  const { pluginVersion, protocolVersion, paired, origin } = session.info;
  return { mode: result.state, ...result, pluginVersion, protocolVersion, paired, origin };
}

interface Pushed {
  readonly payload: unknown;
}

function tellChange({ payload }: Pushed, { emit }: SessionContext): void {
  const change = stateChangePayload.safeParse(payload);
  if (!change.success) return;
  const { previousState, newState } = change.data;
  emit({
    to: 'result',
    text: `${previousState} -> ${newState}`,
    data: { event: 'stateChange', ...change.data },
  });
}

type Info = Awaited<ReturnType<typeof readInfoAsync>>;

function infoText(info: Info): string {
  const plugin = [
    info.pluginVersion || 'unknown version',
    `protocol ${info.protocolVersion}`,
    info.paired ? 'paired' : 'not paired',
  ];
  return [
    `Mode      ${info.mode}`,
    `Place     ${shownName(info.placeName)}`,
    `Place ID  ${info.placeId}`,
    `Game ID   ${info.gameId}`,
    `Plugin    ${plugin.join(', ')}`,
    ...(info.fallbacks ?? []).map(({ member, instead }) => `Missing   ${member}: ${instead}`),
  ].join('\n');
}
