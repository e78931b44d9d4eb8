import type { Socket } from 'node:net';
import type { App } from '../context.ts';
import { ownedState } from '../node-state.ts';
import { acknowledgedOf } from './acknowledged.ts';

/** The client of a connection, as a reader of what is sent to it. */
interface Reader {
  socket: Socket;
  /** Bytes that the client had acknowledged at the last look at which something waited for it. */
  acknowledged: number;
  /** Whether something waited for the client at the last look, and it took some of it. */
  isTaking: boolean;
  /** The number of looks in a row at which something waited and nothing had been taken. */
  idleLooks: number;
  cutOff(): void;
}

// A reader that takes nothing for this many looks, one a second, has stopped reading. Looks are counted instead of time,
// so that a node that was suspended itself does not disconnect its readers.
const patience = 5;
// Characters that may wait in this process for all clients of the node together.
const maximumUnread = 24 * 2 ** 20;

/** The readers of this node: every connection, be it a socket, an event stream or a plain answer. */
export const readersOf = ownedState(({ log }: App) => {
  const readers = new Map<Socket, Reader>();
  const waiting = () => [...readers.values()].filter(({ socket }) => socket.writableLength > 0);
  // Called often, and seldom finds anything: it makes no list of all connections.
  const unread = () => {
    let size = 0;
    for (const { socket } of readers.values()) size += socket.writableLength;
    return size;
  };

  return {
    /** Watches a connection until it closes. */
    watch(socket: Socket): void {
      const cutOff = () => void socket.destroy();
      readers.set(socket, { socket, acknowledged: 0, isTaking: false, idleLooks: 0, cutOff });
      socket.once('close', () => readers.delete(socket));
    },
    /** Says how a client is cut off that has stopped reading; by default its connection is destroyed. */
    onCutOff(socket: Socket, cutOff: () => void): void {
      const reader = readers.get(socket);
      if (reader) reader.cutOff = cutOff;
    },
    /** Cuts off the clients that have stopped reading; to be called once a second. */
    async cutOffIdle() {
      const looked = waiting();
      const acknowledged = await acknowledgedOf(looked.map(({ socket }) => socket));
      for (const reader of readers.values()) {
        const now = acknowledged.get(reader.socket);
        reader.isTaking = now !== undefined && now > reader.acknowledged;
        reader.idleLooks = now === undefined || reader.isTaking ? 0 : reader.idleLooks + 1;
        reader.acknowledged = now ?? reader.acknowledged;
        if (reader.idleLooks !== patience) continue;
        log.info('cut off a reader that does not read');
        reader.cutOff();
      }
    },
    /** Where too much waits for all clients together, ends the largest readers, those that take nothing first. */
    shedUnread(): void {
      let excess = unread() - maximumUnread;
      if (excess <= 0) return;
      const found = waiting();
      found.sort(
        (one, other) =>
          Number(one.isTaking) - Number(other.isTaking) || other.socket.writableLength - one.socket.writableLength,
      );
      for (const { socket } of found) {
        if (excess <= 0) break;
        excess -= socket.writableLength;
        log.info('cut off a reader for whom too much waits');
        socket.destroy();
      }
    },
    /** The number of clients for whom something waits. */
    get waiting() {
      return waiting().length;
    },
    /** Characters that wait for all clients together. */
    get unread() {
      return unread();
    },
  };
});
