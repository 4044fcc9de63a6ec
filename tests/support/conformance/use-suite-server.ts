// The MCP server with what the conformance suite looks for in it: tools, prompts and resources of certain names. All else
// is the server as it ships: what runs the tools and makes results of theirs, the protocol, the guard of its port.
import { createMcpHandler } from '@modelcontextprotocol/server';
import { onTestFinished } from 'vitest';
import { PromptCatalog } from '../../../src/mcp/server/content/prompts.js';
import { startHttpFrontAsync } from '../../../src/mcp/server/http-front.js';
import { createServerFactory, type McpParts } from '../../../src/mcp/server/mcp-server.js';
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

const TOKEN = 'the-token-of-the-suite-server';

const PROMPTS = new PromptCatalog([
  { name: 'test_simple_prompt', description: 'A prompt', text: () => 'This is a simple prompt for testing.' },
  {
    name: 'test_prompt_with_arguments',
    description: 'A prompt with arguments',
    arguments: ['arg1', 'arg2'].map((name) => ({ name, description: name, required: true })),
    text: ({ arg1, arg2 }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
  },
]);

const RESOURCES: McpParts['resources'] = {
  list: () => [{ uri: 'test://static-text', name: 'text', description: 'A text', mimeType: 'text/plain' }],
  listTemplates: () => [
    { uriTemplate: 'test://template/{id}/data', name: 'data', mimeType: 'application/json' },
  ],
  async readAsync(uri) {
    const [, id] = /^test:\/\/template\/(\w+)\/data$/.exec(uri) ?? [];
    if (id !== undefined)
      return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ id }) }] };
    if (uri !== 'test://static-text') return undefined;
    return { contents: [{ uri, mimeType: 'text/plain', text: 'This is the content of the static text.' }] };
  },
};

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
  const parts = { clock, tools, allTools: tools, caller, resources: RESOURCES, prompts: PROMPTS, connection };
  const front = await startHttpFrontAsync(createMcpHandler(createServerFactory(parts)), {
    port: 0,
    token: TOKEN,
    allowedHosts: [],
    allowedOrigins: [origin],
  });
  onTestFinished(() => front.closeAsync());
  return { url: `http://127.0.0.1:${front.port}/mcp`, token: TOKEN };
}
