// `mcp`: the commands as tools for agents.
import * as z from 'zod/mini';
import { defineCommand } from '../../command/define-command.js';

const MAX_PORT = 65_535;
/** What an agent reads without losing its thread; some of them refuse more. */
const DEFAULT_OUTPUT_BYTES = 25_000;
const LEAST_OUTPUT_BYTES = 1_000;
/** Enough to read the text in a viewport. */
const DEFAULT_IMAGE_PIXELS = 1_024;

export const mcp = defineCommand({
  name: ['mcp'],
  section: 'Infrastructure',
  summary: 'Start the MCP server',
  description:
    'It speaks the Model Context Protocol (2025-11-25 and 2026-07-28) on standard input and output, or with --http as\n' +
    'Streamable HTTP. Some tools are offered at once; --tools chooses others, by group or by name. Agents are\n' +
    'connected to it by: studio-bridge mcp install',
  examples: [
    { line: 'mcp', about: 'Serve the agent that starts it' },
    {
      line: 'mcp --tools default,script --read-only',
      about: 'Also the tools for scripts, and nothing that changes',
    },
    { line: 'mcp --http 38800', about: 'Serve any number of agents over HTTP' },
  ],
  target: 'none',
  heeds: 'all',
  isLongRunning: true,
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  // Else standard output is the conversation with the agent.
  bounds: { json: { needs: ['http'] }, format: { needs: ['http'] } },
  flags: {
    http: { value: 'port' },
    httpToken: { value: 'token' },
    allowHost: { value: 'names' },
    allowOrigin: { value: 'origins' },
    maxOutput: { value: 'bytes' },
    maxImage: { value: 'pixels' },
  },
  input: z.strictObject({
    http: z.optional(
      z
        .int()
        .check(
          z.minimum(0),
          z.maximum(MAX_PORT),
          z.describe('Serve HTTP on this port of 127.0.0.1; 0 picks one'),
        ),
    ),
    httpToken: z.optional(
      z
        .string()
        .check(z.minLength(16), z.describe('Token of the HTTP clients, instead of one made for this user')),
    ),
    allowHost: z._default(
      z.array(z.string()).check(z.describe('Names besides localhost under which HTTP is served')),
      [],
    ),
    allowOrigin: z._default(
      z.array(z.string()).check(z.describe('Web pages that may connect, as in https://example.com')),
      [],
    ),
    tools: z._default(
      z
        .array(z.string())
        .check(z.describe('Groups and tools to offer: default, all, explorer, studio_action, ...')),
      ['default'],
    ),
    readOnly: z._default(z.boolean().check(z.describe('Offer only what changes nothing')), false),
    confirm: z._default(
      z
        .boolean()
        .check(z.describe("Have the agent's program ask its user before a tool that may destroy something")),
      false,
    ),
    maxOutput: z._default(
      z
        .int()
        .check(
          z.minimum(LEAST_OUTPUT_BYTES),
          z.describe('A longer result is cut, and the whole of it is in a file'),
        ),
      DEFAULT_OUTPUT_BYTES,
    ),
    maxImage: z._default(
      z.int().check(z.minimum(0), z.describe('Longer edge to which images are scaled down; 0 leaves them')),
      DEFAULT_IMAGE_PIXELS,
    ),
  }),
  async run(input, context) {
    await context.mcp.serveAsync(
      {
        httpPort: input.http,
        httpToken: input.httpToken,
        allowedHosts: input.allowHost,
        allowedOrigins: input.allowOrigin,
        tools: input.tools,
        readOnly: input.readOnly,
        confirm: input.confirm,
        maxOutputBytes: input.maxOutput,
        maxImagePixels: input.maxImage,
      },
      context,
    );
    return undefined;
  },
  format: () => '',
});
