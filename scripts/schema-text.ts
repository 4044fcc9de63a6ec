// A schema as a reader of the documents sees it: the way a TypeScript type is written.

/** What is read of a schema; those of a bundle that was loaded apart are instances of other classes. */
export interface AnySchema {
  readonly _zod: { readonly def: SchemaDef };
}

interface SchemaDef {
  readonly type: string;
  readonly innerType?: AnySchema;
  readonly element?: AnySchema;
  readonly valueType?: AnySchema;
  readonly in?: AnySchema;
  readonly out?: AnySchema;
  readonly options?: readonly AnySchema[];
  readonly shape?: Readonly<Record<string, AnySchema>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}

const WIDTH = 108;

/** `names` are the schemas that are written by name where they occur within another. */
export function schemaText(schema: AnySchema, names: ReadonlyMap<AnySchema, string>, indent = ''): string {
  return typeText(schema, (part, deeper) => names.get(part) ?? schemaText(part, names, deeper), indent);
}

type Inner = (schema: AnySchema, indent: string) => string;

function typeText({ _zod: { def } }: AnySchema, inner: Inner, indent: string): string {
  switch (def.type) {
    case 'pipe':
      // What is made of a value at the end has no shape of its own to tell.
      return inner(part(part(def.out)._zod.def.type === 'transform' ? def.in : def.out), indent);
    case 'optional':
    case 'default':
      return inner(part(def.innerType), indent);
    case 'nullable':
      return `${inner(part(def.innerType), indent)} | null`;
    case 'array': {
      const element = inner(part(def.element), indent);
      return /^(\w+|\{[^|]*\})$/.test(element) ? `${element}[]` : `(${element})[]`;
    }
    case 'record':
    case 'map':
      return `{ [name: string]: ${inner(part(def.valueType), indent)} }`;
    case 'enum':
      return Object.values(def.entries ?? {})
        .map((value) => `'${value}'`)
        .join(' | ');
    case 'literal':
      return (def.values ?? []).map((value) => JSON.stringify(value).replaceAll('"', "'")).join(' | ');
    case 'union':
      return (def.options ?? []).map((option) => inner(option, indent)).join(' | ');
    case 'object':
      return objectText(def.shape ?? {}, inner, indent);
    case 'int':
      return 'number';
    case 'custom':
    case 'any':
      return 'unknown';
    default:
      return def.type;
  }
}

function objectText(shape: Readonly<Record<string, AnySchema>>, inner: Inner, indent: string): string {
  const fieldsAt = (deeper: string) =>
    Object.entries(shape).map(([name, field]) => {
      const { type } = field._zod.def;
      const mark = type === 'optional' || type === 'default' ? '?' : '';
      return `${name}${mark}: ${inner(field, deeper)}`;
    });
  const oneLine = fieldsAt(indent);
  if (oneLine.length === 0) return '{}';
  const text = `{ ${oneLine.join('; ')} }`;
  if (indent.length + text.length <= WIDTH && !text.includes('\n')) return text;
  const deeper = `${indent}  `;
  return [`{`, ...fieldsAt(deeper).map((field) => `${deeper}${field};`), `${indent}}`].join('\n');
}

function part(schema: AnySchema | undefined): AnySchema {
  if (schema) return schema;
  throw new Error('A schema lacks the part that its kind has.');
}
