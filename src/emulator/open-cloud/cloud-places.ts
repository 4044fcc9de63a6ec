// The places that the emulated Open Cloud holds, with every version that was uploaded.
import { createHash } from 'node:crypto';
import { CloudRefusal } from './cloud-error.js';

export interface PlaceVersion {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly hash: string;
  /** True once a task ran on it: the next one starts sooner. */
  isWarm: boolean;
  /** Players get the newest of these. */
  isPublished: boolean;
}

export interface CloudPlace {
  readonly universeId: number;
  readonly placeId: number;
  readonly versions: PlaceVersion[];
  /** Somebody has it open in Team Create: uploads are refused. */
  isLocked: boolean;
}

export interface KnownPlace {
  readonly universeId: number;
  readonly placeId: number;
  readonly bytes?: Uint8Array;
  readonly isLocked?: boolean;
}

export class CloudPlaces {
  private readonly places = new Map<number, CloudPlace>();
  private readonly firstVersion: number;
  /** Without a list, every place is known from its first use. */
  private readonly isOpen: boolean;

  /** @param firstVersion The number of a place's first version. */
  constructor(known: readonly KnownPlace[] | undefined, firstVersion = 1) {
    this.isOpen = known === undefined;
    this.firstVersion = firstVersion;
    for (const place of known ?? []) this.add(place);
  }

  /** @throws CloudRefusal 404 for an unknown one, 409 for one of another universe. */
  find(universeId: number, placeId: number): CloudPlace {
    const place = this.places.get(placeId) ?? (this.isOpen ? this.add({ universeId, placeId }) : undefined);
    if (!place) throw new CloudRefusal(404, `The place ${placeId} was not found.`);
    if (place.universeId !== universeId) {
      throw new CloudRefusal(409, `The place ${placeId} is not part of the universe ${universeId}.`);
    }
    return place;
  }

  /** The newest version, or the one with that number. */
  version(place: CloudPlace, number?: number): PlaceVersion {
    const version =
      number === undefined ? place.versions.at(-1) : place.versions.find((one) => one.number === number);
    if (!version)
      throw new CloudRefusal(404, `The version ${number} of the place ${place.placeId} was not found.`);
    return version;
  }

  findById(placeId: number): CloudPlace | undefined {
    return this.places.get(placeId);
  }

  /** The same bytes as the newest version are that version again. */
  upload(place: CloudPlace, bytes: Uint8Array, isPublished = false): PlaceVersion {
    const newest = place.versions.at(-1);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (newest?.hash === hash) {
      newest.isPublished ||= isPublished;
      return newest;
    }
    const number = newest === undefined ? this.firstVersion : newest.number + 1;
    const version = { number, bytes, hash, isWarm: false, isPublished };
    place.versions.push(version);
    return version;
  }

  hasUniverse(universeId: number): boolean {
    return this.isOpen || [...this.places.values()].some((place) => place.universeId === universeId);
  }

  private add({ universeId, placeId, bytes = new Uint8Array(), isLocked = false }: KnownPlace): CloudPlace {
    const place: CloudPlace = { universeId, placeId, versions: [], isLocked };
    this.places.set(placeId, place);
    // A place on Roblox always has a version; one that nobody uploaded anything to is empty.
    this.upload(place, bytes);
    return place;
  }
}
