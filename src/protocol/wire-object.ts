// Payloads as they really arrive: tolerant of unknown fields, and of the `[]` that an empty Luau table becomes.
import * as z from 'zod/mini';

/**
 * An object on the wire. Unknown fields are dropped, never refused. Roblox's `HttpService:JSONEncode`
 * writes an empty table as `[]`, so an empty array is read as an empty object.
 */
export function wireObject<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.pipe(z.transform(emptyArrayAsObject), z.object(shape));
}

/** A string-keyed map on the wire, under the same rule for `[]`. */
export function wireRecord<Value extends z.core.SomeType>(value: Value) {
  return z.pipe(z.transform(emptyArrayAsObject), anyNames(value));
}

/** An object of which each name is somebody's own: all of them are kept, `__proto__`, too, which a record of Zod's drops. */
export function anyNames<Value extends z.core.SomeType>(value: Value) {
  return z.pipe(
    z.pipe(z.transform(objectAsMap), z.map(z.string(), value)),
    z.transform((map): Record<string, z.core.output<Value>> => Object.fromEntries(map)),
  );
}

function objectAsMap(input: unknown): unknown {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  return isObject ? new Map(Object.entries(input)) : input;
}

function emptyArrayAsObject(input: unknown): unknown {
  return Array.isArray(input) && input.length === 0 ? {} : input;
}
