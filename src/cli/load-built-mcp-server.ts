// The way to the slow part of the MCP server once it is built: its own file, with its compiled code from the last run.
import { join } from 'node:path';
import type * as McpServer from '../mcp/server/index.js';
import { requireKept } from '../support/kept-code.js';

export async function loadMcpServerAsync(): Promise<typeof McpServer> {
  return requireKept(join(__dirname, 'mcp-server.cjs'), require) as typeof McpServer;
}
