// The SDK on a transport or over HTTP, with what it asks for.
import type { Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Emission } from '../../command/command-context.js';
import { untilAbortedAsync } from '../../command/waits.js';
import type { ServerPlan } from '../mcp-world.js';
import { ConfirmedCalls, needsConfirmation } from './confirmed-calls.js';
import { PROMPTS, PromptCatalog } from './content/prompts.js';
import { Resources } from './content/resources.js';
import { DirectCalls } from './direct-calls.js';
import { MCP_PATH, startHttpFrontAsync } from './http-front.js';
import { createHttpHandler } from './http-handler.js';
import { createServerFactory, type McpParts } from './mcp-server.js';
import { ResultStore } from './result-store.js';
import { SharedConnection } from './shared-connection.js';
import { ToolCaller } from './tool-caller.js';
import { ToolResults } from './tool-result.js';
import './own-sentences.js';

/** Returns what ends it. */
export function serveTransport(plan: ServerPlan, transport: Transport): () => Promise<void> {
  const parts = createParts(plan);
  const { logger } = plan.context;
  const handle = serveStdio(createServerFactory(parts), {
    transport: new DirectCalls(transport, {
      ...parts,
      tools: plan.serving.confirm ? parts.tools.filter((tool) => !needsConfirmation(tool)) : parts.tools,
    }),
    onerror: (error) => logger.debug(error.message),
  });
  // Whoever asked for the tools will call one: by then the way to Studio is there.
  parts.connection.getAsync().catch((error) => logger.debug(String(error)));
  return async () => {
    await handle.close();
    await parts.connection.closeAsync();
  };
}

export async function serveHttpAsync(plan: ServerPlan, port: number): Promise<void> {
  const { serving, context, world } = plan;
  const { signal, logger, emit } = context;
  const { token, file } = serving.httpToken
    ? { token: serving.httpToken, file: undefined }
    : await world.ensureHttpTokenAsync();
  const parts = createParts(plan);
  const handler = createHttpHandler(createServerFactory(parts), {
    clock: world.clock,
    onError: (error) => logger.debug(error.message),
  });
  const stop = parts.connection.onSessionsChanged(() => handler.tellSessionsChanged());
  try {
    const front = await startHttpFrontAsync(handler, { ...serving, port, token });
    emit(listeningEmission(front.port, file));
    await untilAbortedAsync(signal);
    await front.closeAsync();
  } finally {
    stop();
    await parts.connection.closeAsync();
  }
}

function createParts({ serving, context, world, tools, allTools }: ServerPlan): McpParts & {
  readonly connection: SharedConnection;
  readonly caller: ToolCaller;
} {
  const connection = new SharedConnection(() => context.openConnectionAsync({ port: context.options.port }));
  const store = new ResultStore(world.resultsFolder);
  const caller = new ToolCaller(world, connection, new ToolResults(store, serving), tools);
  const find = (name: string) => allTools.find((tool) => tool.name === name);
  const resources = new Resources({
    store,
    maxBytes: serving.maxOutputBytes,
    hasTool: (name) => find(name) !== undefined,
    listSessionsAsync: () => connection.listSessionsAsync(),
    async callAsync(name, given, signal) {
      const tool = find(name);
      if (!tool) throw new TypeError(`A resource needs the tool ${name}, and there is none.`);
      return await caller.callAsync(tool, given, { signal, onProgress() {} });
    },
  });
  const prompts = new PromptCatalog(PROMPTS);
  const confirmed = serving.confirm ? new ConfirmedCalls(caller) : undefined;
  return {
    clock: world.clock,
    tools,
    allTools,
    caller,
    answers: confirmed ?? caller,
    resources,
    prompts,
    connection,
    requestState: confirmed?.requestState,
  };
}

/** The token is named by its file: what is shown on a screen can be read by others. */
function listeningEmission(port: number, tokenFile: string | undefined): Emission {
  const url = `http://127.0.0.1:${port}${MCP_PATH}`;
  const token = tokenFile === undefined ? 'the token that was given' : `the content of ${tokenFile}`;
  return {
    to: 'result',
    data: { event: 'listening', port, url, ...(tokenFile === undefined ? {} : { tokenFile }) },
    text: `MCP server listening on ${url}\nClients send the header Authorization: Bearer with ${token}`,
  };
}
