import * as currencies from 'dinero.js/currencies';
import { z } from 'zod';

/** The minor units of each currency in use, as digits after the decimal point, by ISO 4217. */
const minorDigits = new Map(
  // The ariary and the ouguiya divide into fifths. ISO 4217 gives them two digits.
  Object.values(currencies).map(({ code, base, exponent }) => [code as string, base === 10 ? exponent : 2]),
);

export const isCurrency = (code: string): boolean => minorDigits.has(code);

/** The code of a currency in use. */
export const currency = z.string().refine(isCurrency, 'must be an ISO 4217 code, like EUR');

/**
 * An amount for people, in English. Its minor units are those of ISO 4217: `Intl` has others for some currencies. A
 * currency that was withdrawn since has those of `Intl`.
 */
export function formatMoney(amountMinor: number, currency: string): string {
  const usual = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = minorDigits.get(currency) ?? usual.resolvedOptions().maximumFractionDigits ?? 0;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: digits });
  return format.format(amountMinor / 10 ** digits);
}
