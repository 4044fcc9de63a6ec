// Raw input to typed input, with one sentence for what is wrong. A surface says what it calls a field.
import type * as z from 'zod/mini';
import { BridgeError } from '../protocol/bridge-error.js';
import { demandOf } from '../protocol/schema-demand.js';
import type { InputSchema } from './define-command.js';

export function validateInput<Input extends InputSchema>(
  schema: Input,
  raw: Record<string, unknown>,
  labelOf: (field: string) => string = (field) => field,
): z.output<Input> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (!issue) throw parsed.error;
  const field = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path[0];
  const label = labelOf(String(field));
  const value: unknown = issue.path.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    raw,
  );
  throw new BridgeError('USAGE', sentence(issue, label, value), { details: { field } });
}

function sentence(issue: z.core.$ZodIssue, label: string, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return `There is no ${label} here.`;
  if (value === undefined) return `${label} is missing.`;
  return `${label} ${demandOf(issue)}, not ${JSON.stringify(value)}.`;
}
