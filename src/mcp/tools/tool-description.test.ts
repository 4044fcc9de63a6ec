import { expect } from 'vitest';
import * as z from 'zod/mini';
import { verifies } from '../../../tests/support/verifies.js';
import { defineCommand } from '../../command/define-command.js';
import { describeTool } from './tool-description.js';

const command = defineCommand({
  name: ['play', 'wait-for'],
  summary: 'Wait for something',
  examples: [],
  target: 'session',
  surfaces: ['cli', 'mcp'],
  readOnly: false,
  positionals: ['path'],
  tool: { without: ['follow'], fields: { path: 'Where' }, destructive: false, idempotent: true },
  input: z.strictObject({
    path: z.string().check(z.describe('Dot path')),
    count: z._default(z.int().check(z.minimum(1), z.describe('How many')), 5),
    levels: z._default(z.array(z.enum(['a', 'b'])), []),
    follow: z._default(z.boolean(), false),
  }),
  run: async () => undefined,
  format: () => '',
});

verifies('mcp.tools', 'a tool is its command: name, fields and hints', () => {
  expect(describeTool(command)).toEqual({
    name: 'studio_play_wait_for',
    command: 'play wait-for',
    group: 'play',
    isDefault: false,
    target: 'session',
    description: 'Wait for something.',
    inputSchema: {
      properties: {
        path: { type: 'string', description: 'Where' },
        count: { type: 'integer', minimum: 1, default: 5, description: 'How many' },
        levels: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
      },
      required: ['path'],
    },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  });
});

verifies('mcp.tools', 'a field that every session tool has cannot be a command’s own', () => {
  const clash = { ...command, input: z.strictObject({ context: z.string() }), tool: {} };
  expect(() => describeTool(clash)).toThrow(
    'play wait-for: every session tool has its own context; call the field otherwise.',
  );
});

verifies('mcp.tools', 'what the documents promise by name is offered without being asked for', () => {
  const promised = { ...command, name: ['process', 'close'] as const, tool: {} };
  expect(describeTool(promised)).toMatchObject({ name: 'studio_process_close', isDefault: true });
  expect(describeTool({ ...promised, tool: { isDefault: false } }).isDefault).toBe(false);
});
