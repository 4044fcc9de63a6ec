// A command's input seen as a list of flat fields: what flags, help, completion and tools are made from.
import * as z from 'zod/mini';
import type { InputSchema } from './define-command.js';

export interface InputField {
  readonly name: string;
  readonly kind: 'string' | 'number' | 'integer' | 'boolean' | 'strings';
  readonly description: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly defaultValue?: unknown;
}

export function inputFields(schema: InputSchema): InputField[] {
  return Object.entries(schema.def.shape).map(([name, field]) => readField(name, field));
}

function readField(name: string, field: z.core.$ZodType): InputField {
  let required = true;
  let defaultValue: unknown;
  let current = field;
  let description = descriptionOf(current);
  for (let def = defOf(current); def.type === 'default' || def.type === 'optional'; def = defOf(current)) {
    if (def.type === 'default') defaultValue = def.defaultValue;
    required = false;
    current = def.innerType;
    description ||= descriptionOf(current);
  }
  return {
    name,
    description,
    required,
    ...readType(name, current),
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}

function readType(name: string, type: z.core.$ZodType): Pick<InputField, 'kind' | 'choices'> {
  const def = defOf(type);
  switch (def.type) {
    case 'enum':
      return { kind: 'string', choices: Object.values(def.entries).map(String) };
    case 'string':
    case 'boolean':
      return { kind: def.type };
    case 'number':
      return { kind: 'format' in def ? 'integer' : 'number' };
    case 'array': {
      const element = readType(name, def.element);
      if (element.kind === 'string') return { ...element, kind: 'strings' };
    }
  }
  throw new TypeError(`The input field ${name} is not flat: it cannot be a flag.`);
}

/** The union of every kind of schema, which tells them apart by `type`; its classes would be slow to load. */
function defOf(type: z.core.$ZodType): z.core.$ZodTypes['_zod']['def'] {
  return (type as z.core.$ZodTypes)._zod.def;
}

function descriptionOf(type: z.core.$ZodType): string {
  return z.globalRegistry.get(type)?.description ?? '';
}
