// What was thrown, in its own words; nothing says that it is an error.

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
