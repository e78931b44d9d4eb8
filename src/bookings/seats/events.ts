import type { Session } from '../../database/generated/client.ts';

/** Seats were taken or given back. `seatsLeft` is null for no limit. */
export interface SeatsChanged {
  type: 'SeatsChanged';
  seatsTaken: number;
  seatsLeft: number | null;
  /** The booking that took the seat, where the event tells of that, too. */
  bookingId?: string;
}

export function seatsChanged({
  maxParticipants,
  seatsTaken,
}: Pick<Session, 'maxParticipants' | 'seatsTaken'>): SeatsChanged {
  return {
    type: 'SeatsChanged',
    seatsTaken,
    seatsLeft: maxParticipants === null ? null : maxParticipants - seatsTaken,
  };
}
