// The way to the slow part of the MCP server. The build puts load-built-mcp-server.ts in its place.

export const loadMcpServerAsync = () => import('../mcp/server/index.js');
