// A started engine as bytes: the VM's snapshot with what this side has to know to go on with it.

export interface EngineImage {
  /** Names of operations and events, in the order of the numbers that Luau knows them by. */
  readonly operations: readonly string[];
  /** The registered function that is called whenever something happened. */
  readonly pump: number;
  readonly vm: Uint8Array;
}

const LENGTH_BYTES = 4;

export function encodeEngineImage({ operations, pump, vm }: EngineImage): Uint8Array {
  const text = Buffer.from(JSON.stringify({ operations, pump }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text, vm]);
}

export function decodeEngineImage(bytes: Uint8Array): EngineImage {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = LENGTH_BYTES + buffer.readUInt32LE(0);
  const header = JSON.parse(buffer.toString('utf8', LENGTH_BYTES, end)) as Omit<EngineImage, 'vm'>;
  return { ...header, vm: buffer.subarray(end) };
}
