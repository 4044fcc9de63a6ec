// A place that another thread has read. It loads none of the code that reads places.
import type { ReloadedPlace } from '../../support/place-reload.js';
import type { Engine } from '../engine/engine.js';
import type { HandedPlace } from '../places/handed-place.js';

/** What is open in a Studio. */
export interface StudioPlace {
  /** As Studio shows it; undefined for one that was never saved. */
  readonly name: string | undefined;
  /** The files and folders of a project that can be read again. */
  readonly used: ReadonlySet<string> | undefined;
  load(engine: Engine): void;
  reload(engine: Engine): ReloadedPlace | undefined;
}

export class ReadyPlace implements StudioPlace {
  /** It is not read again. */
  readonly used = undefined;

  constructor(private readonly handed: HandedPlace) {}

  get name(): string {
    return this.handed.name;
  }

  get path(): string {
    return this.handed.path;
  }

  /** @param engine One that has no sources yet: they get the numbers that they were packed with. */
  load(engine: Engine): void {
    const { sources, bytes, kind } = this.handed;
    const numbers = sources.map((source) => engine.addSource(Buffer.from(source, 'latin1')));
    if (numbers.some((number, index) => number !== index))
      throw new TypeError('The engine had sources before.');
    engine.loadPlace(Buffer.from(bytes), kind);
  }

  reload(): undefined {
    return undefined;
  }
}
