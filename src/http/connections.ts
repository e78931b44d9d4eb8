import type { App } from '../context.ts';
import { ownedState } from '../node-state.ts';

/** Why the server closes a connection: its access token expired, its device session ended, or the server stops. */
export type Ending = 'expired' | 'ended' | 'stopping';

/** What a connection was opened with. */
export interface Access {
  deviceSessionId: string;
  expiresAt: Date;
}

/** A connection that receives a stream. */
interface Reader {
  isTaking: boolean;
  /** The number of checks in a row in which the last result was still not taken. */
  idleLooks: number;
  cutOff(): void;
}

interface Connection {
  /** Null for a visitor's. */
  deviceSessionId: string | null;
  end(why: Ending): void;
}

// A reader that takes nothing for this many checks, one a second, has stopped reading. Checks are counted instead of
// time, so that a node that was suspended itself does not disconnect its readers.
const readerPatience = 5;

/** The connections of this node that last, sockets and event streams alike, which end with what admitted them. */
export const connectionsOf = ownedState(({ database, log }: App) => {
  const open = new Set<Connection>();
  const readers = new Set<Reader>();

  const deviceSessionIds = () => new Set([...open].flatMap(({ deviceSessionId }) => deviceSessionId ?? []));

  // One statement for all connections. It asks the database, so that a device session ended by any node is found.
  const endRevoked = async () => {
    const ids = [...deviceSessionIds()];
    if (ids.length === 0) return;
    const ended = await database.rows<{ id: string }>`
      SELECT "id" FROM "DeviceSession"
      WHERE "id" = ANY(${ids}::uuid[]) AND ("endedAt" IS NOT NULL OR "expiresAt" <= ${new Date()})`;
    const endedIds = new Set(ended.map(({ id }) => id));
    for (const connection of [...open])
      if (connection.deviceSessionId && endedIds.has(connection.deviceSessionId)) connection.end('ended');
  };

  return {
    /**
     * Calls `end` once, when the connection has to end; that of a visitor, who has no access, only when the server stops.
     * The returned function removes a connection that is closed.
     */
    watch(access: Access | null, end: (why: Ending) => void): () => void {
      const forget = () => {
        open.delete(connection);
        cancel();
      };
      const connection: Connection = {
        deviceSessionId: access?.deviceSessionId ?? null,
        end: (why) => {
          forget();
          end(why);
        },
      };
      const cancel = access ? callAt(access.expiresAt, () => connection.end('expired')) : () => {};
      open.add(connection);
      return forget;
    },
    endRevoked,
    /** The device sessions that have an open connection to this node. */
    deviceSessionIds,
    /** Calls `cutOff` once, when the reader has stopped reading. */
    watchReader(cutOff: () => void) {
      const reader: Reader = { isTaking: true, idleLooks: 0, cutOff };
      readers.add(reader);
      return {
        isTaking(isTaking: boolean) {
          reader.isTaking = isTaking;
          reader.idleLooks = 0;
        },
        forget: () => void readers.delete(reader),
      };
    },
    /** Cuts off the readers that have stopped reading; to be called once a second. */
    async cutOffIdleReaders() {
      for (const reader of [...readers]) {
        if (reader.isTaking) continue;
        reader.idleLooks += 1;
        if (reader.idleLooks < readerPatience) continue;
        readers.delete(reader);
        log.info('cut off a reader that does not read');
        reader.cutOff();
      }
    },
    /** The number of readers that have not taken their last result. */
    get waitingReaders() {
      return [...readers].filter(({ isTaking }) => !isTaking).length;
    },
    endAll() {
      for (const connection of [...open]) connection.end('stopping');
    },
  };
});

// The longest delay of setTimeout; a longer one fires at once.
const longestTimeout = 2 ** 31 - 1;

/** Calls back at a time, however far away; never before `callAt` has returned. */
function callAt(time: Date, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const remaining = time.getTime() - Date.now();
    timer =
      remaining > longestTimeout ? setTimeout(wait, longestTimeout) : setTimeout(callback, Math.max(0, remaining));
  };
  wait();
  return () => clearTimeout(timer);
}
