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

/** The minor units of an amount that a person typed; null where it is none. */
export function parseAmount(text: string, currency: string): number | null {
  const amount = Number(text.trim().replace(',', '.') || 0);
  return Number.isFinite(amount) && amount >= 0 ? Math.round(amount * 10 ** digitsOf(currency)) : null;
}

/** An amount as a person types it. */
export const typedAmount = ({ amountMinor, currency }: Money) =>
  (amountMinor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));
