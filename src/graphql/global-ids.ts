// Global IDs: the name of the type and the UUID of the row.

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nilUuid = '00000000-0000-0000-0000-000000000000';

/** Returns the global ID of a row. */
export function globalId(typename: string, id: string): string {
  return btoa(`${typename}:${id}`);
}

/** Parses a global ID. An invalid one has no type and the nil UUID, which no row has, so the lookup finds nothing. */
export function parseGlobalId(given: string): { typename: string; id: string } {
  const [typename = '', id = ''] = Buffer.from(given, 'base64').toString().split(':');
  return uuid.test(id) ? { typename, id } : { typename: '', id: nilUuid };
}

/** Returns the row ID in a global ID of this type; the nil UUID for any other. */
export function localId(typename: string, given: string): string {
  const parsed = parseGlobalId(given);
  return parsed.typename === typename ? parsed.id : nilUuid;
}
