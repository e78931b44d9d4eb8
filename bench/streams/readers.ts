import type { ReaderName, Subscription } from './clients.ts';
import type { Counts } from './counts.ts';

/** Reads the messages of all subscribers, and checks those of each. */
export interface Reader {
  /** Takes a message of a subscriber; false if it is no event. */
  receive(subscriber: number, chunk: Buffer, start: number, end: number, now: number): boolean;
  /** Whether everybody has what their subscription begins with; undefined where they begin with nothing. */
  readonly isOpen?: boolean;
  /** Seats have changed, so that so many are taken. */
  changed?(seatsTaken: number, at: number): void;
  begin?(): void;
  /** What a subscriber has to send besides, so that it goes on after its last event. */
  after?(subscriber: number): { after: string };
  /** Adds the latencies that were not known when the events arrived. */
  end?(): void;
  /** How many events a subscriber lacks of those that it has to have in the end. */
  lacks?(subscriber: number, expected: number): number;
}

export interface Audience {
  subscriptions: Subscription[];
  counts: Counts;
  /** Everybody has the event. */
  everywhere(sequence: number): void;
}

const positionOf = (cursor: string) => Buffer.from(cursor, 'base64url').toString();

/** An event of a session has the number after the last. Everybody gets the same events, so that each is read once. */
function readSession({ subscriptions, counts, everywhere }: Audience): Reader {
  const mark = Buffer.from('"cursor":"');
  const known = new Map<string, { sequence: number; occurredAt: number }>();
  const receivedBy: number[] = [];
  const last = new Uint32Array(subscriptions.length);
  let session = '';
  const read = (text: string) => {
    const { cursor, occurredAt } = JSON.parse(text).payload.data.sessionEvents;
    session = positionOf(cursor).split('@')[1] as string;
    return { sequence: Number(positionOf(cursor).split('@')[0]), occurredAt: Date.parse(occurredAt) };
  };
  return {
    receive(subscriber, chunk, start, end, now) {
      const found = chunk.indexOf(mark, start);
      if (found < 0 || found >= end) return false;
      const name = chunk.toString('latin1', found + mark.length, found + mark.length + 16);
      const event = known.get(name) ?? read(chunk.toString('utf8', start, end));
      known.set(name, event);
      const { sequence, occurredAt } = event;
      const before = last[subscriber] as number;
      if (before !== 0 && sequence !== before + 1) counts.fault();
      last[subscriber] = sequence;
      counts.arrived();
      counts.delivered(now - occurredAt);
      const count = (receivedBy[sequence] ?? 0) + 1;
      receivedBy[sequence] = count;
      if (count === subscriptions.length) everywhere(sequence);
      return true;
    },
    after: (subscriber) => ({ after: Buffer.from(`${last[subscriber]}@${session}`).toString('base64url') }),
  };
}

/**
 * A message shows a session as it is, and not each change: more seats than the message before, and all of them in the
 * end. The same message goes to everybody; when its last change was, is looked up once counting is over.
 */
function readSeats({ subscriptions, counts }: Audience): Reader {
  interface Shown {
    session: number;
    seatsTaken: number;
    /** How many have received it in which millisecond. */
    arrivals: Map<number, number>;
  }
  const mark = Buffer.from('"seatsChanged":');
  const known = new Map<string, Shown>();
  const sessions: string[] = [];
  const changes = new Map<number, number>();
  const last = subscriptions.map(() => [] as number[]);
  const asked = subscriptions.reduce((sum, { variables }) => sum + (variables.sessionIds?.length ?? 0), 0);
  let begun = 0;
  const read = (text: string): Shown | null => {
    const { errors, data } = JSON.parse(text).payload;
    if (errors || !data.seatsChanged) return null;
    const { id, seatsTaken } = data.seatsChanged;
    if (!sessions.includes(id)) sessions.push(id);
    return { session: sessions.indexOf(id), seatsTaken, arrivals: new Map() };
  };
  return {
    receive(subscriber, chunk, start, end, now) {
      const found = chunk.indexOf(mark, start);
      if (found < 0 || found >= end) return false;
      const name = chunk.toString('latin1', found, end);
      const shown = known.get(name) ?? read(chunk.toString('utf8', start, end));
      if (!shown) {
        counts.fault();
        return true;
      }
      known.set(name, shown);
      const { session, seatsTaken, arrivals } = shown;
      const seen = last[subscriber] as number[];
      const before = seen[session];
      if (before === undefined) begun += 1;
      else if (seatsTaken < before) counts.fault();
      seen[session] = seatsTaken;
      counts.arrived();
      arrivals.set(now, (arrivals.get(now) ?? 0) + 1);
      return true;
    },
    get isOpen() {
      return begun === asked;
    },
    changed(seatsTaken, at) {
      changes.set(seatsTaken, at);
    },
    begin() {
      for (const { arrivals } of known.values()) arrivals.clear();
    },
    end() {
      for (const { seatsTaken, arrivals } of known.values()) {
        const at = changes.get(seatsTaken);
        if (at !== undefined) for (const [now, times] of arrivals) counts.delivered(now - at, times);
      }
    },
    lacks(subscriber, expected) {
      return sessions.filter((_, session) => last[subscriber]?.[session] !== expected).length;
    },
  };
}

/**
 * An event across sessions has a greater position than the one before, and each subscriber gets as many as there were.
 * New figures have the position of the event that they come after, and are counted with it.
 */
function readHost({ subscriptions, counts }: Audience): Reader {
  const mark = Buffer.from('"hostEvents":');
  const last = subscriptions.map(() => null as [transaction: bigint, position: bigint] | null);
  const received = new Uint32Array(subscriptions.length);
  let begun = 0;
  return {
    receive(subscriber, chunk, start, end, now) {
      const found = chunk.indexOf(mark, start);
      if (found < 0 || found >= end) return false;
      const { errors, data } = JSON.parse(chunk.toString('utf8', start, end)).payload;
      if (errors) counts.fault();
      if (!data?.hostEvents) return true;
      const { __typename, cursor, occurredAt } = data.hostEvents;
      const [transaction = 0n, position = 0n] = positionOf(cursor).split('.', 2).map(BigInt);
      const before = last[subscriber];
      last[subscriber] = [transaction, position];
      if (!before) {
        begun += 1;
        if (__typename !== 'HostSnapshot') counts.fault();
        return true;
      }
      const isAfter = transaction > before[0] || (transaction === before[0] && position > before[1]);
      const isEvent = __typename !== 'FiguresUpdate';
      if (isAfter !== isEvent) counts.fault();
      if (!isEvent) return true;
      received[subscriber] = (received[subscriber] as number) + 1;
      counts.arrived();
      counts.delivered(now - Date.parse(occurredAt));
      return true;
    },
    get isOpen() {
      return begun === subscriptions.length;
    },
    lacks: (subscriber, expected) => Math.abs(expected - (received[subscriber] as number)),
  };
}

export const readers: Record<ReaderName, (audience: Audience) => Reader> = {
  session: readSession,
  seats: readSeats,
  host: readHost,
};
