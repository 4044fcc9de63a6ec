// What the MCP server gets from this surface: the commands, and the program's world. It is loaded when it is started.
import { join } from 'node:path';
import { createContext, ensureAgentTokenAsync, stateFolder } from '../app/app.js';
import type { CommandContext } from '../command/command-context.js';
import type { McpSurface } from '../command/world/mcp-surface.js';
import { commandLoaders } from '../commands/loaders.generated.js';
import type { McpWorld } from '../mcp/mcp-world.js';
import { systemClock } from '../support/clock.js';

export const mcpSurface: McpSurface<CommandContext> = {
  async serveAsync(serving, context) {
    const world: McpWorld = {
      clock: systemClock,
      input: process.stdin,
      output: process.stdout,
      resultsFolder: join(stateFolder(), 'mcp-results'),
      ensureHttpTokenAsync: () => ensureAgentTokenAsync(stateFolder()),
      loadServerAsync,
      async loadCommandAsync(name) {
        const load = commandLoaders[name];
        if (!load) throw new TypeError(`No command is generated for ${name}.`);
        return await load();
      },
      createContext: (request) =>
        createContext({ ...request, verbose: false, options: { ...context.options, ...request.options } }),
    };
    const { serveMcpAsync } = await import('../mcp/index.js');
    await serveMcpAsync(serving, context, world);
  },
  async installAsync(request) {
    const { installInClientsAsync, thisPlace } = await loadServerAsync();
    return await installInClientsAsync(request, thisPlace());
  },
};

async function loadServerAsync() {
  return await (await import('./load-mcp-server.js')).loadMcpServerAsync();
}
