// What a table says under a name that came from elsewhere: every object also answers to `constructor`, `toString` and the
// like, which people may call their files, attributes and options.

export function ownValue<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
