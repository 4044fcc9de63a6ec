// Models as bytes, for SerializationService: what Studio's own gives and takes is the content of an .rbxm file.
import { writeBinaryPlace } from './binary/binary-file.js';
import { packPlace, unpackPlace } from './packed-place.js';
import { placeOfDump } from './place-changes.js';
import { readPlace } from './place-file.js';
import { fromBytes, fromText, toBytes } from './value-type.js';

export { schemaOf } from './schema.js';

export function writeModel(dump: Buffer, sourceText: (number: number) => string | Uint8Array): Buffer {
  return writeBinaryPlace(
    placeOfDump(unpackPlace(dump), (number) => {
      const text = sourceText(number);
      return typeof text === 'string' ? fromText(text) : fromBytes(text);
    }),
  );
}

export function readModel(bytes: Buffer, addSource: (text: Uint8Array) => number): Buffer {
  return packPlace(readPlace(bytes), { addSource: (source) => addSource(toBytes(source)) }).bytes;
}
