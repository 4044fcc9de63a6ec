// The MCP server with what the conformance suite looks for in it: tools, prompts and resources of certain names. All else
// is the server as it ships: what runs the tools and makes results of theirs, the protocol, the sessions, the guard of its
// port.
import { onTestFinished } from 'vitest';
import type { ToolAnswers } from '../../../src/mcp/server/client-requests.js';
import { startHttpFrontAsync } from '../../../src/mcp/server/http-front.js';
import { createHttpHandler } from '../../../src/mcp/server/http-handler.js';
import { createServerFactory } from '../../../src/mcp/server/mcp-server.js';
import { ResultStore } from '../../../src/mcp/server/result-store.js';
import { SharedConnection } from '../../../src/mcp/server/shared-connection.js';
import { ToolCaller } from '../../../src/mcp/server/tool-caller.js';
import { ToolResults } from '../../../src/mcp/server/tool-result.js';
import { describeTool } from '../../../src/mcp/tools/tool-description.js';
import { createManualClock } from '../../../src/support/clock.js';
import { createFakeWorld } from '../command-context.js';
import type { HttpServer } from '../use-mcp.js';
import { useTmp } from '../use-tmp.js';
import { suiteCommands } from './suite-commands.js';
import { CONTENT_NAMES, contentOf, SUITE_PROMPTS, SUITE_RESOURCES } from './suite-content.js';
import { QUESTION_NAMES, questionAsync, questionState } from './suite-questions.js';

const TOKEN = 'the-token-of-the-suite-server';

export async function useSuiteServerAsync(origin: string): Promise<HttpServer> {
  const clock = createManualClock();
  const commands = suiteCommands(clock);
  const tools = Object.entries(commands).map(([name, command]) => ({
    ...describeTool(command),
    name,
    command: name,
  }));
  const connection = new SharedConnection(() => Promise.reject(new Error('The suite needs no Studio.')));
  const caller = new ToolCaller(
    {
      clock,
      loadCommandAsync: async (name) => commands[name] ?? Promise.reject(new Error(`There is no ${name}.`)),
      createContext: (request) => ({ ...createFakeWorld().context, ...request }),
    },
    connection,
    new ToolResults(new ResultStore(useTmp()), { maxOutputBytes: 100_000, maxImagePixels: 1_024 }),
    tools,
  );
  const answers: ToolAnswers = {
    async callAsync(tool, given, call) {
      if (tool.name === 'test_reconnection') call.context.http?.closeSSE?.();
      const question = await questionAsync(tool.name, call.context);
      if (question !== undefined) return question;
      const isContent = CONTENT_NAMES.includes(tool.name) || QUESTION_NAMES.includes(tool.name);
      return isContent ? contentOf(tool.name) : await caller.callAsync(tool, given, call);
    },
  };
  const factory = createServerFactory({
    clock,
    tools,
    allTools: tools,
    answers,
    resources: SUITE_RESOURCES,
    prompts: SUITE_PROMPTS,
    connection,
    requestState: questionState,
  });
  const front = await startHttpFrontAsync(createHttpHandler(factory, { clock, onError() {} }), {
    port: 0,
    token: TOKEN,
    allowedHosts: [],
    allowedOrigins: [origin],
  });
  onTestFinished(() => front.closeAsync());
  return { url: `http://127.0.0.1:${front.port}/mcp`, token: TOKEN };
}
