import { describe, expect, test } from 'vitest';
import { verifies } from '../../../tests/support/verifies.js';
import { chooseTools, listedTool, unknownTool } from './tool-catalog.js';
import type { ToolDescription } from './tool-description.js';
import { TOOLS } from './tools.generated.js';

const MAX_DEFAULT_TOOLS = 16;
const MAX_CATALOGUE = 20_000;
const MAX_DESCRIPTION = 160;

const byDefault = chooseTools(TOOLS, { names: ['default'], readOnly: false });

verifies('mcp.catalogue', 'the catalogue that every conversation pays for stays small', () => {
  expect(byDefault.length).toBeLessThanOrEqual(MAX_DEFAULT_TOOLS);
  expect(JSON.stringify(byDefault.map(listedTool)).length).toBeLessThanOrEqual(MAX_CATALOGUE);
  for (const { name, description } of TOOLS)
    expect(description.length, name).toBeLessThanOrEqual(MAX_DESCRIPTION);
});

test('each tool says all four hints, and has a name that every client takes', () => {
  for (const tool of TOOLS) {
    const listed = listedTool(tool);
    expect(tool.name).toMatch(/^studio_[a-z_]{1,57}$/);
    expect(Object.values(listed.annotations).every((hint) => typeof hint === 'boolean')).toBe(true);
    expect(Object.keys(listed.annotations)).toHaveLength(4);
    expect(listed.outputSchema.properties).toHaveProperty('error');
  }
});

test('every session tool takes a session', () => {
  for (const tool of TOOLS.filter(({ target }) => target === 'session')) {
    const fields = Object.keys(listedTool(tool).inputSchema.properties);
    expect(fields, tool.name).toEqual(expect.arrayContaining(['sessionId', 'context', 'timeoutMs']));
  }
});

describe('the tools of', () => {
  const tool = (name: string, changes: Partial<ToolDescription> = {}): ToolDescription => ({
    name: `studio_${name}`,
    command: name.replace('_', ' '),
    group: name.split('_')[0] ?? '',
    isDefault: false,
    target: 'session',
    description: name,
    inputSchema: { properties: {}, required: [] },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    ...changes,
  });
  const writing = tool('script_edit', {
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  });
  const all = [tool('console_logs', { isDefault: true }), tool('script_read'), writing, tool('play_state')];
  const names = (chosen: readonly string[], readOnly = false) =>
    chooseTools(all, { names: chosen, readOnly }).map(({ name }) => name);

  test.each([
    [[], ['studio_console_logs']],
    [
      ['default', 'script'],
      ['studio_console_logs', 'studio_script_read', 'studio_script_edit'],
    ],
    [['studio_play_state'], ['studio_play_state']],
    [['all'], all.map(({ name }) => name)],
  ])('%o are %o', (chosen, expected) => expect(names(chosen)).toEqual(expected));

  test('a server that only reads change nothing', () => {
    expect(names(['all'], true)).not.toContain('studio_script_edit');
  });

  test('a group that is not there is refused with the nearest', () => {
    expect(() => names(['scripts'])).toThrow('There is no tool and no group scripts. Did you mean script?');
  });

  test('a tool that is not offered is told apart from one that is not there', () => {
    const offered = [all[0] ?? writing];
    expect(unknownTool(offered, all, 'studio_script_edit')).toBe(
      'The tool studio_script_edit is not switched on. Start the server with it: studio-bridge mcp --tools default,studio_script_edit',
    );
    expect(unknownTool(offered, all, 'studio_console_log')).toBe(
      'There is no tool studio_console_log. Did you mean studio_console_logs?',
    );
  });
});
