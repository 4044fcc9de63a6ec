// What an agent is told of a command before it is loaded: the shape of tools.generated.ts, and how it comes from the
// definition.
import * as z from 'zod/mini';
import type { AnyCommand, CommandTarget } from '../../command/define-command.js';

export interface ToolDescription {
  readonly name: string;
  /** The words of the command. */
  readonly command: string;
  readonly group: string;
  readonly isDefault: boolean;
  readonly target: CommandTarget;
  readonly description: string;
  /** Of the command, without what every session tool has. */
  readonly inputSchema: ToolInputSchema;
  readonly annotations: ToolAnnotations;
}

export interface ToolInputSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/** A part of a JSON Schema. */
export interface JsonSchema {
  [keyword: string]: string | number | boolean | null | JsonSchema | (string | number)[];
}

/** All four, always: what a client assumes of a missing one is the worst. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** What every tool for a session takes besides its own. */
export const SESSION_FIELDS = ['sessionId', 'context', 'timeoutMs'] as const;

/** Offered to every client, because the documents promise them by name. */
const PROMISED: readonly string[] = [
  'studio_console_exec',
  'studio_console_logs',
  'studio_explorer_query',
  'studio_viewport_screenshot',
  'studio_process_info',
  'studio_process_list',
  'studio_process_close',
  'studio_action',
];

export function toolName(command: readonly string[]): string {
  return ['studio', ...command].join('_').replaceAll('-', '_');
}

export function describeTool(command: AnyCommand): ToolDescription {
  const { name, summary, tool, readOnly, target } = command;
  return {
    name: toolName(name),
    command: name.join(' '),
    group: name[0],
    isDefault: tool?.isDefault ?? PROMISED.includes(toolName(name)),
    target,
    description: tool?.description ?? `${summary}.`,
    inputSchema: describeInput(command),
    annotations: {
      readOnlyHint: readOnly,
      destructiveHint: !readOnly && tool?.destructive !== false,
      idempotentHint: tool?.idempotent ?? readOnly,
      openWorldHint: tool?.openWorld === true,
    },
  };
}

function describeInput({ name, input, tool, target }: AnyCommand): ToolInputSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' });
  const offered = Object.entries(properties).filter(([field]) => tool?.without?.includes(field) !== true);
  for (const [field] of offered) {
    if (target === 'session' && SESSION_FIELDS.some((taken) => taken === field)) {
      throw new TypeError(
        `${name.join(' ')}: every session tool has its own ${field}; call the field otherwise.`,
      );
    }
  }
  const words: Partial<Record<string, string>> = tool?.fields ?? {};
  return {
    properties: Object.fromEntries(
      offered.map(([field, schema]) => [field, { ...trimmed(schema), ...described(words[field]) }]),
    ),
    required: required.filter((field) => offered.some(([known]) => known === field)),
  };
}

/** Without the limits that only say that a number is a safe one, and without defaults that say nothing. */
function trimmed(schema: z.core.JSONSchema.JSONSchema | boolean): JsonSchema {
  const kept: JsonSchema = {};
  for (const [key, value] of Object.entries(schema)) {
    const isNoLimit = value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER;
    const isNoDefault =
      key === 'default' && (value === false || (Array.isArray(value) && value.length === 0));
    if (!isNoLimit && !isNoDefault) kept[key] = key === 'description' ? inFieldWords(String(value)) : value;
  }
  return kept;
}

function described(description: string | undefined): JsonSchema {
  return description === undefined ? {} : { description };
}

/** `--log-level` → `logLevel` */
function inFieldWords(text: string): string {
  return text.replace(/--([a-z]+(?:-[a-z]+)*)/g, (_, flag: string) =>
    flag.replace(/-([a-z])/g, (__, letter: string) => letter.toUpperCase()),
  );
}
