// What the command line starts of this surface; the rest is loaded when it is needed.
export { serveMcpAsync } from './serve-mcp.js';
