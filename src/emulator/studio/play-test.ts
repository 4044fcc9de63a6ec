// A play test: the server and the clients that begin as copies of the place that is edited, and their end.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../support/clock.js';
import type { Engine, EngineOptions } from '../engine/engine.js';
import type { PlayRequest } from '../engine/neighbour-operations.js';
import type { OutputEntry } from '../engine/output-entry.js';
import type { DataModels } from './data-models.js';
import { PlayDataModel, type PlayRole } from './play-data-model.js';

export interface PlayTestOptions {
  readonly request: PlayRequest;
  /** What every engine of this Studio is made with. */
  readonly engine: Omit<EngineOptions, 'surrounding' | 'onOutput'>;
  readonly clock: Clock;
  readonly dataModels: DataModels;
  readonly editId: number;
  readonly plugins: readonly { loadInto(engine: Engine): void }[];
  readonly clientSockets: boolean;
  /** Done to each engine before anything else. */
  readonly prepare: (engine: Engine) => void;
  readonly onOutput: (entry: OutputEntry) => void;
  /** The server asks for the end, with the value for whoever began the test. */
  readonly onEnd: (value: Uint8Array) => void;
}

export const MAX_PLAYERS = 8;

export class PlayTest {
  private readonly server: PlayDataModel;
  private readonly clients = new Map<number, PlayDataModel>();
  private joined = 0;
  private isEnding = false;

  constructor(private readonly options: PlayTestOptions) {
    const { request, dataModels } = options;
    const id = dataModels.nextId();
    this.server = this.create({ kind: 'server', mode: request.mode, id, edit: options.editId, server: id });
    this.server.engine.order('play.place', request.place);
    this.loadPlugins(this.server);
    this.server.engine.order('play.begin', '');
    for (let index = 0; index < request.players; index++) this.join();
  }

  /** Of the server, of the one client, or of the client of a player; or why there is none. */
  engineOf(side: string): Engine | { readonly refusal: string } {
    if (side === 'server') return this.server.engine;
    const clients = [...this.clients.values()];
    const named = side === 'client' ? clients : clients.filter(({ role }) => role.playerName === side);
    if (named.length === 1 && named[0]) return named[0].engine;
    const sides = ['edit', 'server', ...clients.map(({ role }) => role.playerName)];
    return { refusal: `There is not one side ${side}. There are: ${sides.join(', ')}.` };
  }

  /** All of it; resolves when nothing of it is left. */
  async endAsync(): Promise<void> {
    this.isEnding = true;
    const clients = [...this.clients.values()];
    await Promise.all([...clients, this.server].map((dataModel) => this.endOneAsync(dataModel)));
  }

  terminate(): void {
    this.isEnding = true;
    for (const client of this.clients.values()) client.terminate();
    this.server.terminate();
  }

  private join(): void {
    const { request, dataModels, editId } = this.options;
    const id = dataModels.nextId();
    const number = ++this.joined;
    const player = { userId: -number, playerName: `Player${number}` };
    const role: PlayRole = {
      kind: 'client',
      mode: request.mode,
      id,
      edit: editId,
      server: this.server.role.id,
      hasSockets: this.options.clientSockets,
      ...player,
    };
    this.clients.set(id, this.create(role));
    const about = JSON.stringify({ name: player.playerName, userId: player.userId });
    this.server.engine.order('play.join', about, id);
  }

  private addPlayers(count: number): boolean {
    if (this.isEnding || this.clients.size + count > MAX_PLAYERS) return false;
    // Not within the call of the server, which it would disturb.
    this.later(() => {
      for (let index = 0; index < count; index++) this.join();
    });
    return true;
  }

  private leave(id: number): void {
    const client = this.clients.get(id);
    if (!client || this.isEnding) return;
    this.clients.delete(id);
    this.later(() => {
      this.server.engine.order('play.leave', '', id);
      void this.endOneAsync(client);
    });
  }

  private create(role: PlayRole): PlayDataModel {
    const { request, engine, clock, dataModels, prepare, onOutput } = this.options;
    const dataModel = new PlayDataModel({
      // Each DataModel has random numbers of its own.
      engine: { ...engine, onOutput, ...(engine.seed === undefined ? {} : { seed: engine.seed + role.id }) },
      clock,
      role,
      arguments: request.arguments,
      prepare,
      onOutput,
      surrounding: {
        send: (to, message) => dataModels.send(role.id, to, message),
        endPlay: (value) => this.later(() => this.options.onEnd(value)),
        addPlayers: (count) => this.addPlayers(count),
        leave: (id = role.id) => this.leave(id),
        ready: () => this.later(() => this.beginClient(role.id)),
      },
    });
    dataModels.add(role.id, dataModel.engine);
    return dataModel;
  }

  private beginClient(id: number): void {
    const client = this.clients.get(id);
    if (!client) return;
    this.loadPlugins(client);
    client.engine.order('play.begin', '');
  }

  /** Each finds its copy in the DataModel that is edited, and is found by it. */
  private loadPlugins({ engine, role }: PlayDataModel): void {
    const { plugins, dataModels, editId } = this.options;
    if (plugins.length === 0) return;
    const peer = (type: 'Edit' | 'Test') =>
      JSON.stringify({ isConnected: true, type, targetId: randomUUID() });
    for (const plugin of plugins) plugin.loadInto(engine);
    engine.order('play.peer', peer('Edit'), editId);
    dataModels.get(editId)?.order('play.peer', peer('Test'), role.id);
  }

  private async endOneAsync(dataModel: PlayDataModel): Promise<void> {
    const { dataModels, editId } = this.options;
    const { id } = dataModel.role;
    await dataModel.endAsync();
    dataModels.remove(id);
    dataModels.get(editId)?.order('play.peer', JSON.stringify({ isConnected: false }), id);
  }

  private later(action: () => void): void {
    this.options.clock.setTimer(0, () => {
      if (!this.isEnding) action();
    });
  }
}
