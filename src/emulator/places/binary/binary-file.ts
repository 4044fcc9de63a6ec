// Roblox's binary files (.rbxl, .rbxm) to places and back. What is not known here (chunks, types of properties) is kept
// as it was read.
import { createHash } from 'node:crypto';
import { type Column, Place, type PlaceClass } from '../place.js';
import { BadContent } from '../place-error.js';
import type { ValueBytes } from '../value-type.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { type Chunk, readChunks, writeChunks } from './chunks.js';
import { readColumn, writeColumn } from './columns.js';
import { SharedTexts } from './varied-columns.js';

const HASH_SIZE = 16;

export function readBinaryPlace(file: Buffer): Place {
  const reading = new Reading();
  const properties: Chunk[] = [];
  for (const chunk of readChunks(file)) {
    // Properties refer to instances, all of which come first in every file that Roblox writes, but need not.
    if (chunk.name === 'PROP') properties.push(chunk);
    else reading.chunk(chunk);
  }
  for (const chunk of properties) reading.property(new ByteReader(chunk.bytes));
  return reading.finish();
}

class Reading {
  private readonly place = new Place();
  private readonly classes = new Map<number, PlaceClass>();
  private readonly numbers = new Map<number, number>();
  private shared: ValueBytes[] = [];

  chunk({ name, bytes }: Chunk): void {
    const reader = new ByteReader(bytes);
    switch (name) {
      case 'META':
        for (let count = reader.count(8); count > 0; count--) {
          this.place.metadata.set(reader.text(), reader.text());
        }
        return;
      case 'SSTR':
        this.sharedTexts(reader);
        return;
      case 'INST':
        this.instances(reader);
        return;
      case 'PRNT':
        this.parents(reader);
        return;
      default:
        this.place.foreign.push({ name, bytes });
    }
  }

  property(reader: ByteReader): void {
    const owner = this.classes.get(reader.uint32());
    if (!owner) throw new BadContent('a property of it belongs to no class');
    const name = reader.text();
    // A few old files have properties without values.
    if (reader.left === 0) return;
    const type = reader.uint8();
    const count = owner.members.length;
    const surroundings = {
      shared: this.shared,
      instanceOf: (referent: number) => this.numbers.get(referent) ?? -1,
    };
    const values = readColumn(reader, type, count, surroundings);
    const column: Column = values
      ? { name, type, values }
      : { name, type, values: [], raw: Buffer.from(reader.take(reader.left)) };
    owner.columns.set(name, column);
  }

  finish(): Place {
    const { place } = this;
    if (place.order.length !== place.size)
      throw new BadContent('it does not say where all its instances are');
    refuseCycles(place);
    return place;
  }

  private sharedTexts(reader: ByteReader): void {
    const version = reader.uint32();
    if (version !== 0) throw new BadContent(`its shared texts are of the unknown version ${version}`);
    this.shared = Array.from({ length: reader.count(HASH_SIZE + 4) }, () => {
      reader.take(HASH_SIZE);
      return reader.string();
    });
  }

  private instances(reader: ByteReader): void {
    const id = reader.uint32();
    if (this.classes.has(id)) throw new BadContent('it has a class twice');
    const name = reader.text();
    const owner = this.place.addClass(name, reader.uint8() === 1);
    this.classes.set(id, owner);
    for (const referent of reader.referents(reader.count(4))) {
      if (this.numbers.has(referent)) throw new BadContent('it has an instance twice');
      this.numbers.set(referent, this.place.addTo(owner));
    }
  }

  private parents(reader: ByteReader): void {
    if (reader.uint8() !== 0) throw new BadContent('its tree is of an unknown version');
    const count = reader.count(8);
    const children = reader.referents(count);
    const parents = reader.referents(count);
    children.forEach((referent, index) => {
      const child = this.numbers.get(referent);
      if (child === undefined) throw new BadContent('its tree has an instance that does not exist');
      this.place.parents[child] = this.numbers.get(parents[index] ?? -1) ?? -1;
      this.place.order.push(child);
    });
  }
}

/** Every instance must come to an end when one goes up from it. */
export function refuseCycles({ parents }: Place): void {
  const isFine = new Uint8Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    const path: number[] = [];
    let at = start;
    while (at >= 0 && isFine[at] !== 1) {
      if (isFine[at] === 2) throw new BadContent('an instance in it is its own ancestor');
      isFine[at] = 2;
      path.push(at);
      at = parents[at] ?? -1;
    }
    for (const each of path) isFine[each] = 1;
  }
}

export function writeBinaryPlace(place: Place): Buffer {
  const classes = place.classes.filter(({ members }) => members.length > 0);
  const shared = new SharedTexts();
  const around = { shared, referentOf: (instance: number) => instance };
  const properties: Chunk[] = [];
  classes.forEach((owner, id) => {
    for (const column of owner.columns.values()) {
      const writer = new ByteWriter().uint32(id).text(column.name).uint8(column.type);
      const bytes = writer.bytes(writeColumn(column, owner.members.length, around)).finish();
      properties.push({ name: 'PROP', bytes });
    }
  });
  const chunks = [
    ...metadataChunks(place),
    ...sharedChunks(shared),
    ...classes.map((owner, id) => instanceChunk(owner, id, place)),
    ...properties,
    parentChunk(place),
    ...place.foreign.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) })),
  ];
  return writeChunks({ classes: classes.length, instances: place.size }, chunks);
}

function metadataChunks({ metadata }: Place): Chunk[] {
  if (metadata.size === 0) return [];
  const writer = new ByteWriter().uint32(metadata.size);
  for (const [key, value] of metadata) writer.text(key).text(value);
  return [{ name: 'META', bytes: writer.finish() }];
}

function sharedChunks({ all }: SharedTexts): Chunk[] {
  if (all.length === 0) return [];
  const writer = new ByteWriter().uint32(0).uint32(all.length);
  for (const value of all) {
    const hash = createHash('md5').update(Buffer.from(value, 'latin1')).digest();
    writer.bytes(hash).string(value);
  }
  return [{ name: 'SSTR', bytes: writer.finish() }];
}

function instanceChunk({ name, isService, members }: PlaceClass, id: number, place: Place): Chunk {
  const writer = new ByteWriter()
    .uint32(id)
    .text(name)
    .uint8(isService ? 1 : 0);
  writer.uint32(members.length).referents(members);
  // Roblox marks each service that it shall be got, not made.
  if (isService) writer.bytes(Buffer.from(members.map((member) => (place.parents[member] === -1 ? 1 : 0))));
  return { name: 'INST', bytes: writer.finish() };
}

function parentChunk({ order, parents }: Place): Chunk {
  const writer = new ByteWriter().uint8(0).uint32(order.length).referents(order);
  writer.referents(order.map((child) => parents[child] ?? -1));
  return { name: 'PRNT', bytes: writer.finish() };
}
