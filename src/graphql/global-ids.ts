// Global IDs: the name of the type and the UUID of the row.

import { InvalidInputError } from '../errors.ts';

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

/**
 * Returns the row ID in a global ID of this type. Any other text is refused as the input at `path`, which is `id` unless
 * given.
 */
export function localId(typename: string, given: string, ...path: string[]): string {
  const parsed = parseGlobalId(given);
  if (parsed.typename === typename) return parsed.id;
  throw invalid(path, `must be the ID of a ${typename}`);
}

/** Returns the row ID in a global ID of any type. */
export function anyLocalId(given: string, ...path: string[]): string {
  const { typename, id } = parseGlobalId(given);
  if (typename === '') throw invalid(path, 'must be a global ID');
  return id;
}

function invalid(path: string[], message: string): InvalidInputError {
  return new InvalidInputError([{ path: path.length > 0 ? path : ['id'], message }]);
}
