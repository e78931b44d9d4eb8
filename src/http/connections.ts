import type { App } from '../context.ts';
import { ownedState } from '../node-state.ts';

/** Why the server closes a connection: its access token expired, its device session ended, or the server stops. */
export type Ending = 'expired' | 'ended' | 'stopping';

/** What a connection was opened with. */
export interface Access {
  deviceSessionId: string;
  expiresAt: Date;
}

interface Connection {
  /** Null for a visitor's. */
  deviceSessionId: string | null;
  end(why: Ending): void;
}

/** The connections of this node that last, sockets and event streams alike, which end with what admitted them. */
export const connectionsOf = ownedState(({ database }: App) => {
  const open = new Set<Connection>();

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
