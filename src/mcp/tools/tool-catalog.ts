// Which tools are offered, and what a client is told of them. Nothing of a command is loaded for it.
import { suggest } from '../../command/suggest.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { SESSION_CONTEXTS } from '../../protocol/session-contexts.js';
import type { JsonSchema, ToolDescription } from './tool-description.js';

/** Each result has this shape, also one that tells of a failure: clients disagree on whether those are checked. */
export const OUTPUT_SCHEMA = {
  type: 'object',
  required: ['ok'],
  properties: {
    ok: { type: 'boolean' },
    data: {},
    error: { type: 'object' },
    session: { type: 'object' },
    delivery: { enum: ['not-sent', 'unknown', 'ran'] },
    durationMs: { type: 'number' },
    truncated: { type: 'boolean' },
    totalBytes: { type: 'integer' },
    nextCursor: { type: 'string' },
    file: { type: 'string' },
    notes: { type: 'array', items: { type: 'string' } },
  },
} as const;

const SESSION_PROPERTIES: Record<string, JsonSchema> = {
  sessionId: { type: 'string', description: 'Start of a session id, or a place name' },
  context: { enum: [...SESSION_CONTEXTS] },
  timeoutMs: { type: 'integer', minimum: 1 },
};

export interface ToolChoice {
  readonly names: readonly string[];
  readonly readOnly: boolean;
}

/** `default`, `all`, groups and tools, in the order of the catalogue. */
export function chooseTools(
  all: readonly ToolDescription[],
  { names, readOnly }: ToolChoice,
): ToolDescription[] {
  const wanted = names.length > 0 ? names : ['default'];
  for (const name of wanted) requireKnown(all, name);
  return all.filter(
    (tool) => wanted.some((name) => isMeant(tool, name)) && (!readOnly || tool.annotations.readOnlyHint),
  );
}

/** As `tools/list` gives it. */
export function listedTool({ name, description, inputSchema, target, annotations }: ToolDescription) {
  const { properties, required } = inputSchema;
  return {
    name,
    description,
    inputSchema: {
      type: 'object' as const,
      properties: target === 'session' ? { ...properties, ...SESSION_PROPERTIES } : { ...properties },
      ...(required.length > 0 ? { required: [...required] } : {}),
      additionalProperties: false,
    },
    outputSchema: OUTPUT_SCHEMA,
    annotations,
  };
}

export function unknownTool(
  offered: readonly ToolDescription[],
  all: readonly ToolDescription[],
  name: string,
): string {
  if (all.some((tool) => tool.name === name)) {
    return `The tool ${name} is not switched on. Start the server with it: studio-bridge mcp --tools default,${name}`;
  }
  const near = suggest(
    name,
    offered.map((tool) => tool.name),
  );
  return `There is no tool ${name}.${near ? ` Did you mean ${near}?` : ''}`;
}

function isMeant(tool: ToolDescription, name: string): boolean {
  return (
    name === 'all' || (name === 'default' && tool.isDefault) || name === tool.group || name === tool.name
  );
}

function requireKnown(all: readonly ToolDescription[], name: string): void {
  if (name === 'default' || all.some((tool) => isMeant(tool, name))) return;
  const groups = [...new Set(all.map(({ group }) => group))];
  const near = suggest(name, [...groups, ...all.map((tool) => tool.name), 'default', 'all']);
  throw new BridgeError(
    'USAGE',
    `There is no tool and no group ${name}.${near ? ` Did you mean ${near}?` : ''}`,
    {
      hint: `Groups are: default, all, ${groups.join(', ')}`,
    },
  );
}
