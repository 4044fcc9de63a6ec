// A place that is open in an emulated Studio: put into the engine from its file, and written back.
import type { ReloadedPlace } from '../../support/place-reload.js';
import { saveFile } from '../../support/save-file.js';
import type { Engine } from '../engine/engine.js';
import { openSource } from '../places/hand-place.js';
import { packPlace, type Unpacked, unpackPlace } from '../places/packed-place.js';
import { Place } from '../places/place.js';
import { changedPlace } from '../places/place-changes.js';
import { unreadable, unwritable } from '../places/place-error.js';
import { formatOf, type OpenedFile, PLACE_EXTENSIONS, writePlace } from '../places/place-file.js';
import { patchBetween } from '../places/place-patch.js';
import { schemaOf } from '../places/schema.js';
import { fromBytes, fromText, toBytes } from '../places/value-type.js';

export class OpenPlace {
  private file: OpenedFile | undefined;

  /** Without a path it is a place that was never saved. */
  constructor(
    private readonly path: string | undefined,
    private readonly options: { readonly keepsNotes?: boolean } = {},
  ) {
    this.file = path === undefined ? undefined : openSource(path);
  }

  /** As Studio shows it; undefined for one that was never saved. */
  get name(): string | undefined {
    return this.file?.name;
  }

  load(engine: Engine): void {
    if (!this.file) return;
    const { bytes } = packPlace(this.file.readPlace(), {
      ...this.options,
      addSource: (source) => engine.addSource(toBytes(source)),
    });
    engine.loadPlace(bytes, this.file.kind);
  }

  /** The files and folders of a project. */
  get used(): ReadonlySet<string> | undefined {
    return this.file?.used;
  }

  /**
   * Reads a project again and does to the place what has changed in it; undefined if nothing has. Throws
   * PLACE_NOT_READABLE, and then nothing has changed.
   */
  reload(engine: Engine): ReloadedPlace | undefined {
    const before = this.file;
    if (!before?.used) return undefined;
    const file = openSource(before.path);
    if (file.kind !== before.kind) {
      const now = file.kind === 'place' ? 'a whole place' : 'a model';
      throw unreadable(file.path, new Error(`it has become ${now}: open it anew`));
    }
    const patch = patchBetween(before.readPlace(), file.readPlace(), {
      addSource: (source) => engine.addSource(toBytes(source)),
    });
    this.file = file;
    if (!patch) return undefined;
    engine.patchPlace(patch.bytes, file.kind);
    const { added, removed, changed } = patch;
    return { added, removed, changed };
  }

  /**
   * What is in the engine now, to the file that was opened or another one. `createEngine` makes one in which nothing
   * has happened yet, to tell what has.
   */
  save(engine: Engine, to: string | undefined, createEngine: () => Engine): string {
    const path = to ?? this.path;
    const format = path === undefined ? undefined : formatOf(path);
    if (path === undefined || !format) {
      throw unwritable(
        path ?? 'the place',
        new Error(`its name must end in one of ${PLACE_EXTENSIONS.join(', ')}`),
      );
    }
    try {
      const base = this.file?.readPlace() ?? new Place();
      const place = changedPlace({
        base,
        numbers: this.file ? packPlace(base, { addSource: () => 0 }).numbers : [],
        // A place that was never saved is written with all that is in it.
        before:
          this.file || format.kind === 'model'
            ? this.dumpUntouched(createEngine())
            : { place: new Place(), origins: [] },
        after: unpackPlace(Buffer.from(engine.dumpPlace(schemaOf))),
        isModel: format.kind === 'model',
        sourceOf: (number) => {
          const text = engine.sourceText(number);
          return typeof text === 'string' ? fromText(text) : fromBytes(text);
        },
      });
      saveFile(path, writePlace(place, format));
      return path;
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  private dumpUntouched(engine: Engine): Unpacked {
    try {
      this.load(engine);
      return unpackPlace(Buffer.from(engine.dumpPlace(schemaOf)));
    } finally {
      engine.dispose();
    }
  }
}
