import type { App } from '../context.ts';
import type { Session, SessionStatus } from '../database/generated/client.ts';
import type { Transaction } from '../database/transaction.ts';

/** The session's status or properties changed. */
export interface SessionChanged {
  type: 'SessionChanged';
  status: SessionStatus;
}

/** A session was created. */
export interface SessionCreated {
  type: 'SessionCreated';
}

/** A session was deleted, and its events with it. */
export interface SessionDeleted {
  type: 'SessionDeleted';
  sessionId: string;
}

/** A session has another host. */
export interface SessionHandedOver {
  type: 'SessionHandedOver';
  fromId: string;
  toId: string;
}

/** The event of a handover, which is also the former host's, who sees nothing of the session from now on. */
export function sessionHandedOver(sessionId: string, hosts: Pick<SessionHandedOver, 'fromId' | 'toId'>) {
  const data: SessionHandedOver = { type: 'SessionHandedOver', ...hosts };
  return { sessionId, accountId: hosts.fromId, data };
}

export async function sessionsCreated(tx: Transaction, { events }: App, sessionIds: string[]): Promise<void> {
  const data: SessionCreated = { type: 'SessionCreated' };
  await events.appendAll(
    tx,
    [...sessionIds].sort().map((sessionId) => ({ sessionId, data })),
  );
}

export async function sessionDeleted(tx: Transaction, { events }: App, { id, hostId }: Session): Promise<void> {
  const data: SessionDeleted = { type: 'SessionDeleted', sessionId: id };
  await events.appendAll(tx, [{ accountId: hostId, data }]);
}

export function sessionChanged({ status }: Pick<Session, 'status'>): SessionChanged {
  return { type: 'SessionChanged', status };
}
