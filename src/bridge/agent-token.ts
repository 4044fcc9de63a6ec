// The token of agents that reach this user's MCP server over HTTP. Not the host's: that one is never sent, this one is
// with every request, and whoever holds the port sees it.
import { join } from 'node:path';
import { ensureSecretFile } from './internal/secret-file.js';

export interface AgentToken {
  readonly token: string;
  readonly file: string;
}

export async function ensureAgentTokenAsync(stateFolder: string): Promise<AgentToken> {
  const file = join(stateFolder, 'mcp-token');
  return { file, token: ensureSecretFile(file, 'MCP token') };
}
