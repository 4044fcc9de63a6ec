// How a Luau value crosses the wire. Primitives are bare JSON; everything else carries a `type` tag.
import * as z from 'zod/mini';

/** A number that JSON cannot hold, by itself or inside of a datatype. */
const oddNumber = () => z.object({ type: z.literal('Number'), value: z.enum(['nan', 'inf', '-inf']) });
const vector = (length: number) => z.array(z.union([z.number(), oddNumber()])).check(z.length(length));
const tagged = <Name extends string, Shape extends z.core.$ZodShape>(type: Name, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

/** Values with a `type` tag. Units and component order are those of the Roblox datatype of the same name. */
const createTaggedValue = () =>
  z.discriminatedUnion('type', [
    tagged('Vector3', { value: vector(3) }),
    tagged('Vector2', { value: vector(2) }),
    tagged('CFrame', { value: vector(12) }),
    tagged('Color3', { value: vector(3) }),
    tagged('UDim2', { value: vector(4) }),
    tagged('UDim', { value: vector(2) }),
    tagged('BrickColor', { name: z.string(), value: z.number() }),
    tagged('EnumItem', { enum: z.string(), name: z.string(), value: z.number() }),
    tagged('Instance', { className: z.string(), path: z.string(), debugId: z.optional(z.string()) }),
    oddNumber(),
    /** A string that is not UTF-8. */
    tagged('Bytes', { base64: z.string() }),
    tagged('Buffer', { base64: z.string() }),
    /** A table whose keys are not all strings and not a plain sequence; also any table with a `type` key. */
    tagged('Table', { entries: z.array(z.array(z.unknown()).check(z.length(2))) }),
    /** A table that is already being written further up; `path` says where. */
    tagged('Cycle', { path: z.string() }),
    /** Something left out because a budget was used up. */
    tagged('Truncated', { typeName: z.string(), toString: z.string() }),
    tagged('Unsupported', { typeName: z.string(), toString: z.string() }),
  ]);
export type TaggedValue = z.infer<ReturnType<typeof createTaggedValue>>;

export type SerializedValue =
  | null
  | boolean
  | number
  | string
  | TaggedValue
  | SerializedValue[]
  | { [key: string]: SerializedValue };

/**
 * A serialized Luau value. Arrays and string-keyed tables without a `type` key are plain JSON arrays and
 * objects. A `type` that this build does not know is passed through, so that a newer plugin stays readable.
 */
export const serializedValue: z.ZodMiniType<SerializedValue> = z.custom<SerializedValue>(isSerializedValue);

function isSerializedValue(value: unknown): boolean {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const current = pending.pop();
    if (current === null || typeof current === 'string' || typeof current === 'boolean') continue;
    if (typeof current === 'number' && Number.isFinite(current)) continue;
    if (typeof current !== 'object') return false;
    if (!Array.isArray(current) && !isWellTagged(current)) return false;
    // One by one: spreading a long array into `push` would exhaust the stack.
    for (const item of Object.values(current)) pending.push(item);
  }
  return true;
}

/** An object without a tag that this build knows has nothing to be held to. */
function isWellTagged(value: object): boolean {
  if (!('type' in value) || typeof value.type !== 'string') return true;
  known ??= knownTags();
  return !known.names.has(value.type) || known.schema.safeParse(value).success;
}

/** Made with the first tagged value: most commands never see one, and making it takes a while. */
let known: ReturnType<typeof knownTags> | undefined;

function knownTags() {
  const schema = createTaggedValue();
  const names = new Set<string | undefined>(
    schema.def.options.map((option) => option.def.shape.type.def.values[0]),
  );
  return { schema, names };
}
