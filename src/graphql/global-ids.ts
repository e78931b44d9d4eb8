// The IDs of the API: what kind of thing it is, and its row's UUID.

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nilUuid = '00000000-0000-0000-0000-000000000000';

/** The ID by which clients know a row. */
export function globalId(typename: string, id: string): string {
  return btoa(`${typename}:${id}`);
}

/** What a global ID says; one that is none says of no type the nil UUID, which no row has, so that it is not found. */
export function parseGlobalId(given: string): { typename: string; id: string } {
  const [typename = '', id = ''] = Buffer.from(given, 'base64').toString().split(':');
  return uuid.test(id) ? { typename, id } : { typename: '', id: nilUuid };
}

/** The row that a global ID of this type names; the nil UUID where it names none. */
export function localId(typename: string, given: string): string {
  const parsed = parseGlobalId(given);
  return parsed.typename === typename ? parsed.id : nilUuid;
}
