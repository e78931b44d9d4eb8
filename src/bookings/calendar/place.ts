import type { ICalEventData } from 'ical-generator';
import type { Place } from '../places/place.ts';
import { plain } from './text.ts';

const conference = 'CONFERENCE;VALUE=URI;FEATURE=VIDEO';
// ical-generator writes no CONFERENCE (RFC 7986) but any property of an `X-` name. One of the same length keeps the folding of lines.
const placeholder = `X-${conference.replace(/[^A-Z]/g, '-').slice(2)}`;

/**
 * The place of a session for a calendar: LOCATION, GEO and CONFERENCE, and lines of the description, since calendars that
 * do not know CONFERENCE find the link there.
 */
export function placeFields({ location, latitude, longitude, meetingUrl }: Place): {
  event: Pick<ICalEventData, 'location' | 'x'>;
  lines: string[];
} {
  const title = location === null ? meetingUrl : plain(location).replaceAll('\n', ' ');
  const geo = latitude === null || longitude === null ? undefined : { lat: latitude, lon: longitude };
  // A URI is not escaped like text.
  const uri = meetingUrl?.replaceAll(',', '%2C').replaceAll(';', '%3B').replaceAll('\\', '%5C');
  return {
    event: {
      ...(title !== null && { location: { title, ...(geo && { geo }) } }),
      ...(uri && { x: [{ key: placeholder, value: uri }] }),
    },
    lines: meetingUrl === null ? [] : [`Meet online: ${meetingUrl}`],
  };
}

/** A calendar with the CONFERENCE of its events. */
export function withConferences(calendar: string): string {
  return calendar.replaceAll(`\r\n${placeholder}:`, `\r\n${conference}:`);
}
