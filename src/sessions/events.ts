import type { Session, SessionStatus } from '../database/generated/client.ts';

/** The session itself changed: its status, or what its host set. */
export interface SessionChanged {
  type: 'SessionChanged';
  status: SessionStatus;
}

export function sessionChanged({ status }: Pick<Session, 'status'>): SessionChanged {
  return { type: 'SessionChanged', status };
}
