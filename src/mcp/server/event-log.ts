// What was sent to one client over HTTP lately, so that it can be sent again to a client whose connection broke.
import type { EventId, JSONRPCMessage, StreamId } from '@modelcontextprotocol/server';

const MAX_EVENTS = 512;
const MAX_CHARACTERS = 8 * 1024 * 1024;

interface SentEvent {
  readonly number: number;
  readonly streamId: StreamId;
  readonly text: string;
}

export class EventLog {
  private events: SentEvent[] = [];
  private characters = 0;
  private count = 0;

  constructor(
    private readonly maxEvents = MAX_EVENTS,
    private readonly maxCharacters = MAX_CHARACTERS,
  ) {}

  store(streamId: StreamId, message: JSONRPCMessage): EventId {
    this.count += 1;
    const text = JSON.stringify(message);
    this.events.push({ number: this.count, streamId, text });
    this.characters += text.length;
    while (this.events.length > this.maxEvents || this.characters > this.maxCharacters) {
      this.characters -= this.events.shift()?.text.length ?? this.characters;
    }
    return `${this.count}:${streamId}`;
  }

  streamOf(eventId: EventId): StreamId | undefined {
    return read(eventId)?.streamId;
  }

  async replayAsync(
    lastEventId: EventId,
    sendAsync: (eventId: EventId, message: JSONRPCMessage) => Promise<void>,
  ): Promise<StreamId> {
    const { number, streamId } = read(lastEventId) ?? { number: 0, streamId: '' };
    for (const event of [...this.events]) {
      if (event.streamId !== streamId || event.number <= number) continue;
      // The empty one that opens a stream says nothing but its number.
      if (event.text !== '{}') await sendAsync(`${event.number}:${streamId}`, JSON.parse(event.text));
    }
    return streamId;
  }
}

function read(eventId: EventId): { readonly number: number; readonly streamId: StreamId } | undefined {
  const [, number, streamId] = /^(\d{1,15}):(.+)$/s.exec(eventId) ?? [];
  return streamId === undefined ? undefined : { number: Number(number), streamId };
}
