import { createHash } from 'node:crypto';
import type { Session } from '../../database/generated/client.ts';

/** Where a session is. */
export type Place = Pick<Session, 'location' | 'latitude' | 'longitude' | 'meetingUrl'>;

export const noPlace: Place = { location: null, latitude: null, longitude: null, meetingUrl: null };

export function placeOf({ location, latitude, longitude, meetingUrl }: Place): Place {
  return { location, latitude, longitude, meetingUrl };
}

/** Identifies a place without telling it. */
export function placeDigest(session: Place): string {
  return createHash('sha256')
    .update(JSON.stringify(placeOf(session)))
    .digest('base64url')
    .slice(0, 16);
}
