import { mapExchange } from '@urql/core';

/**
 * Moves each error to where it left null: what may not be null takes its parents along, and only an error at their very place
 * keeps the cache from storing that there are none.
 */
export const errorPlaces = mapExchange({
  onResult({ data, error }) {
    for (const one of error?.graphQLErrors ?? []) Object.assign(one, { path: placeOfNull(data, one.path) });
  },
});

function placeOfNull(data: unknown, path: readonly (string | number)[] = []): readonly (string | number)[] {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (value == null) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}
