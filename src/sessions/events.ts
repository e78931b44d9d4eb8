import type { Session, SessionStatus } from '../database/generated/client.ts';

/** The session's status or properties changed. */
export interface SessionChanged {
  type: 'SessionChanged';
  status: SessionStatus;
}

export function sessionChanged({ status }: Pick<Session, 'status'>): SessionChanged {
  return { type: 'SessionChanged', status };
}
