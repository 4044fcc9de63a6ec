// The shipped wasm fixes its memory at 18 MB and its function table at its first size, and keeps its interpreter to
// itself. This rewrites the section headers that say so: the VM may then grow to the caller's limit, and the driver may
// add functions of its own and have the interpreter compiled when it wants.

const HEADER_BYTES = 8;
const TABLE_SECTION = 4;
const MEMORY_SECTION = 5;
const EXPORT_SECTION = 7;
const FUNCTION_EXPORT = 0;
const FUNCTION_REFERENCE = 0x70;
const MAX_PAGES = 65_536;

/** The loop that runs Luau's instructions, by far the largest function. */
export const INTERPRETER = { index: 380, exportName: 'execute' } as const;

export function withOpenSections(wasm: Buffer): Buffer {
  const parts = [wasm.subarray(0, HEADER_BYTES)];
  let position = HEADER_BYTES;
  while (position < wasm.length) {
    const id = wasm.readUInt8(position);
    const size = readVarint(wasm, position + 1);
    const end = size.next + size.value;
    if (id === MEMORY_SECTION) {
      // count, flags, initial pages, maximum
      const initial = readVarint(wasm, size.next + 2).value;
      parts.push(section(id, [1, 1, ...varint(initial), ...varint(MAX_PAGES)]));
    } else if (id === TABLE_SECTION) {
      // count, element type, flags, initial size, maximum
      const initial = readVarint(wasm, size.next + 3).value;
      parts.push(section(id, [1, FUNCTION_REFERENCE, 0, ...varint(initial)]));
    } else if (id === EXPORT_SECTION) {
      const count = readVarint(wasm, size.next);
      const { index, exportName } = INTERPRETER;
      const name = Buffer.from(exportName);
      const added = [name.length, ...name, FUNCTION_EXPORT, ...varint(index)];
      parts.push(section(id, [...varint(count.value + 1), ...wasm.subarray(count.next, end), ...added]));
    } else {
      parts.push(wasm.subarray(position, end));
    }
    position = end;
  }
  return Buffer.concat(parts);
}

function section(id: number, body: number[]): Buffer {
  return Buffer.from([id, ...varint(body.length), ...body]);
}

/** An unsigned number as wasm writes it. */
export function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function readVarint(bytes: Buffer, position: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes.readUInt8(position++);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value: value >>> 0, next: position };
  }
}
