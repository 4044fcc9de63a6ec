// `process info`: what a Studio is doing and which place is open in it.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { defineAction } from '../../../protocol/define-action.js';
import { studioState } from '../../../protocol/session-info.js';
import { wireObject } from '../../../protocol/wire-object.js';
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
  }),
  source,
});

export const processInfo = defineCommand({
  name: ['process', 'info'],
  summary: 'Show the mode of a Studio and the place that is open in it',
  examples: [
    { line: 'process info', about: 'Ask the only session there is' },
    { line: 'process info --context server --json', about: 'Ask the server of a play test, for a program' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  aliases: ['state'],
  input: z.strictObject({}),
  async run(_input, { session, signal, options }) {
    const result = await session.invokeAsync(queryState, {}, { signal, timeoutMs: options.timeoutMs });
    return { mode: result.state, ...result };
  },
  format: ({ mode, placeName, placeId, gameId }) =>
    [`Mode      ${mode}`, `Place     ${placeName}`, `Place ID  ${placeId}`, `Game ID   ${gameId}`].join('\n'),
});
