// What a client may ask, on one connection or in one HTTP request: the SDK speaks the protocol, in both of its eras, and
// asks here for content.
import {
  type jsonSchemaValidator,
  type McpServerFactory,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import type { Clock } from '../../support/clock.js';
import { FIXED_LIST, SERVER_CAPABILITIES, SERVER_INFO, SERVER_INSTRUCTIONS } from '../server-identity.js';
import { listedTool, unknownTool } from '../tools/tool-catalog.js';
import type { ToolDescription } from '../tools/tool-description.js';
import { serveLogging } from './call-logging.js';
import { noProgress, startProgress } from './call-progress.js';
import type { PromptAnswers, ToolAnswers } from './client-requests.js';
import { type Resources, SESSIONS_URI } from './content/resources.js';
import type { SharedConnection } from './shared-connection.js';

export interface McpParts {
  readonly clock: Clock;
  /** Those that are offered, and all there are. */
  readonly tools: readonly ToolDescription[];
  readonly allTools: readonly ToolDescription[];
  readonly answers: ToolAnswers;
  readonly resources: Pick<Resources, 'list' | 'listTemplates' | 'readAsync'>;
  readonly prompts: PromptAnswers;
  readonly connection: Pick<SharedConnection, 'listSessionsAsync' | 'onSessionsChanged'>;
  /** Of calls that ask something first. */
  readonly requestState?: ServerOptions['requestState'];
}

/** The SDK's own is slow to make, and what a client answers is checked by whoever asked. */
const noValidator: jsonSchemaValidator = {
  getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
};

export function createServerFactory(parts: McpParts): McpServerFactory {
  const { tools, allTools, answers, resources, prompts, connection, clock, requestState } = parts;
  const listed = tools.map(listedTool);
  const byName = new Map(tools.map((tool) => [tool.name, tool]));

  return ({ era }) => {
    const server = new Server(SERVER_INFO, {
      capabilities: SERVER_CAPABILITIES,
      instructions: SERVER_INSTRUCTIONS,
      jsonSchemaValidator: noValidator,
      ...(requestState === undefined ? {} : { requestState }),
      cacheHints: { 'tools/list': FIXED_LIST, 'prompts/list': FIXED_LIST, 'resources/list': FIXED_LIST },
    });
    const lineTaker = serveLogging(server, era);
    server.setRequestHandler('tools/list', () => ({ tools: listed }));
    server.setRequestHandler('tools/call', async ({ params }, context) => {
      const tool = byName.get(params.name);
      if (tool === undefined)
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(tools, allTools, params.name));
      const progress = progressOf(clock, context);
      try {
        const call = {
          context,
          signal: context.mcpReq.signal,
          onProgress: progress.tell,
          onLine: lineTaker(context),
        };
        return await answers.callAsync(tool, params.arguments ?? {}, call);
      } finally {
        progress.stop();
      }
    });
    server.setRequestHandler('resources/list', () => ({ resources: resources.list() }));
    server.setRequestHandler('resources/templates/list', () => ({
      resourceTemplates: resources.listTemplates(),
    }));
    server.setRequestHandler('resources/read', async ({ params }, { mcpReq }) => {
      const found = await resources.readAsync(params.uri, mcpReq.signal);
      if (found === undefined)
        throw new ResourceNotFoundError(params.uri, `There is no resource ${params.uri}.`);
      return found;
    });
    server.setRequestHandler('prompts/list', () => ({ prompts: prompts.list() }));
    server.setRequestHandler('prompts/get', ({ params }, context) =>
      promptAsync(prompts, params.name, params.arguments ?? {}, context),
    );
    server.setRequestHandler('completion/complete', async ({ params }) => ({
      completion: { values: await completeAsync(params, connection) },
    }));
    announceSessions(server, era, connection);
    return server;
  };
}

function progressOf(clock: Clock, { mcpReq }: ServerContext) {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return noProgress;
  return startProgress(clock, (progress) => {
    // Where the client is gone, the call is being cancelled anyway.
    mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken, ...progress } })
      .catch(() => {});
  });
}

async function promptAsync(
  prompts: PromptAnswers,
  name: string,
  given: Record<string, string>,
  context: ServerContext,
) {
  const missing = prompts.missingArgument(name, given);
  const prompt = prompts.get(name, given, context);
  const refuse = (message: string) => new ProtocolError(ProtocolErrorCode.InvalidParams, message);
  if (prompt === undefined) {
    const names = prompts.list().map((one) => one.name);
    throw refuse(`There is no prompt ${name}. There are: ${names.join(', ')}`);
  }
  if (missing !== undefined) throw refuse(`The prompt ${name} needs ${missing}.`);
  return await prompt;
}

const MAX_COMPLETIONS = 100;

async function completeAsync(
  { argument, ref }: { argument: { name: string; value: string }; ref: { type: string; uri?: string } },
  connection: McpParts['connection'],
): Promise<string[]> {
  if (ref.type !== 'ref/resource' || argument.name !== 'session') return [];
  const sessions = await connection.listSessionsAsync();
  return sessions
    .map(({ sessionId }) => sessionId)
    .filter((id) => id.startsWith(argument.value))
    .slice(0, MAX_COMPLETIONS);
}

/** To a client of the older era only what it subscribed to; in the newer one the SDK sees to that. */
function announceSessions(
  server: Server,
  era: 'legacy' | 'modern',
  connection: McpParts['connection'],
): void {
  const subscribed = new Set<string>();
  server.setRequestHandler('resources/subscribe', ({ params }) => {
    subscribed.add(params.uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    subscribed.delete(params.uri);
    return {};
  });
  const stop = connection.onSessionsChanged(() => {
    if (server.transport === undefined || (era === 'legacy' && !subscribed.has(SESSIONS_URI))) return;
    server.sendResourceUpdated({ uri: SESSIONS_URI }).catch(() => {});
  });
  server.onclose = stop;
}
