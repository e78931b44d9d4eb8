/** An enum value in words: NO_SHOW is "No show". */
export function words(value: string): string {
  const text = value.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const plurals = new Intl.PluralRules('en');

/** A number with its noun. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${plurals.select(number) === 'one' ? one : many}`;
}
