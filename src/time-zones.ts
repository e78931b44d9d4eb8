import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';

// Memoised, since a zone takes long to look up. The size limit holds for names that clients invent.
const canonicalNames = new LRUCache<string, { name: string | null }>({
  max: 1_000,
  memoMethod: (given) => {
    try {
      // Temporal also takes offsets like +01:00, which have no clock changes and no name. It looks for abbreviations in
      // capitals alone.
      return {
        name: /^[+-]/.test(given)
          ? null
          : Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(given.toUpperCase()).timeZoneId,
      };
    } catch {
      return { name: null };
    }
  },
});

/**
 * Returns a time zone of the IANA database in its usual spelling; null for any other name. Intl alone would also take
 * abbreviations like IST, which Temporal refuses.
 */
export function parseTimeZone(name: string): string | null {
  return name.length > 64 ? null : canonicalNames.memo(name).name;
}

/** Returns a stored time zone; UTC for one that this version of Node does not support. */
export function supportedTimeZone(name: string): string {
  return parseTimeZone(name) ?? 'UTC';
}
