// What Luau needs of the host to write a place or model, and to read one: both are done by the code for place files,
// which is loaded when a script first asks for it.
import { messageOf } from '../../support/thrown-text.js';
import type { PostEvent } from './event-loop.js';
import type { SourceShelf } from './module-operations.js';
import type { Operations } from './operations.js';
import type { SchemaOf } from './place-schema.js';
import type { HoldTime } from './virtual-clock.js';

interface Models {
  /** A dump of instances to the bytes of a model file. */
  write(dump: Buffer): Buffer;
  /** The bytes of a model file to what core/placeLoader reads. */
  read(bytes: Buffer): Buffer;
}

export class PlaceOperations {
  private schemaOf: SchemaOf | undefined;
  private dumped: Uint8Array | undefined;
  private models: Models | undefined;

  constructor(
    private readonly sources: SourceShelf,
    private readonly post: PostEvent,
    private readonly holdTime: HoldTime,
  ) {}

  readonly operations: Operations = {
    'place.schema': (_value, bytes) => {
      const schema = this.schemaOf?.(bytes.toString());
      return { bytes: schema?.text ?? '', number: schema?.isInPlaces ? 1 : 0 };
    },
    'place.dumped': (_value, bytes) => {
      this.dumped = Buffer.from(bytes);
      return undefined;
    },
    /** Posts `models.ready` with the same number when the next two can be called. */
    'models.prepare': (id) => {
      const goOn = this.holdTime();
      void this.prepareAsync()
        .then(
          () => this.post('models.ready', id),
          (error: unknown) => this.post('models.ready', id, String(error)),
        )
        .finally(goOn);
      return undefined;
    },
    'models.write': (_value, bytes) => ({ bytes: this.models?.write(Buffer.from(bytes)) ?? '' }),
    /** Status 1: it is no model; the text says why. */
    'models.read': (_value, bytes) => {
      try {
        return { bytes: this.models?.read(Buffer.from(bytes)) ?? '' };
      } catch (error) {
        return { status: 1, bytes: messageOf(error) };
      }
    },
  };

  /** What Luau dumps while `dump` runs. */
  collect(schemaOf: SchemaOf, dump: () => void): Uint8Array {
    this.schemaOf = schemaOf;
    this.dumped = undefined;
    dump();
    if (!this.dumped) throw new Error('the emulated engine could not write the place');
    return this.dumped;
  }

  private async prepareAsync(): Promise<void> {
    const { readModel, writeModel, schemaOf } = await import('../places/model-bytes.js');
    const { sources } = this;
    this.schemaOf = schemaOf;
    this.models = {
      write: (dump) => writeModel(dump, (number) => sources.get(number)),
      read: (bytes) => readModel(bytes, (text) => sources.add(text)),
    };
  }
}
