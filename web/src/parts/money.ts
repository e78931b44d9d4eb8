import { locale } from './locale.ts';

interface Money {
  amountMinor: number;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string): Intl.NumberFormat {
  let format = formats.get(currency);
  if (!format) {
    // Whoever types a currency has typed a part of it before.
    format = /^[A-Z]{3}$/i.test(currency)
      ? new Intl.NumberFormat(locale, { style: 'currency', currency })
      : new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    formats.set(currency, format);
  }
  return format;
}

/** How many minor units of a currency are one of it, as a power of ten. */
const digitsOf = (currency: string) => formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;

export function formatMoney({ amountMinor, currency }: Money): string {
  return formatOf(currency).format(amountMinor / 10 ** digitsOf(currency));
}

export const formatPrice = (money: Money) => (money.amountMinor === 0 ? 'Free' : formatMoney(money));

/**
 * The minor units of an amount that a person typed; null where it is none. With more decimals than the currency has, like
 * 1,500 yen, what is taken for a decimal point separates thousands.
 */
export function parseAmount(text: string, currency: string): number | null {
  // A currency without decimals may follow a price that was written with them.
  const typed = text
    .normalize('NFKC')
    .trim()
    .replace(/[.,]0{1,2}$/, '');
  const digits = digitsOf(currency);
  const found = /^(\d*)(?:[.,](\d+))?$/.exec(typed);
  if (!found || (found[2]?.length ?? 0) > digits) return null;
  return Math.round(Number(typed.replace(',', '.') || 0) * 10 ** digits);
}

/** What is wrong with an amount that a person typed. */
export function faultOfAmount(text: string, currency: string): string | null {
  if (parseAmount(text, currency) !== null) return null;
  const example = typedAmount({ amountMinor: 1234 * 10 ** digitsOf(currency), currency });
  return `Write a number without separators of thousands, like ${example}`;
}

/** An amount as a person types it. */
export const typedAmount = ({ amountMinor, currency }: Money) =>
  (amountMinor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));
