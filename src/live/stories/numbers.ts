// Numbers as people write them on the cards of a deck, in exact fractions. Sums of binary fractions would contain noise,
// like 0.20000000000000004.

/** A fraction; its denominator is positive. */
export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

const decimalNumber = /^(?<whole>\d*)(?:[.,](?<decimals>\d+))?$/;
const mixedNumber = /^(?:(?<whole>\d+) )?(?<numerator>\d+)\/(?<denominator>\d+)$/;
// One thousand, or one and no thousandths: which one depends on the country.
const ambiguous = /^[1-9]\d{0,2}(,\d{3})+$/;

/**
 * Returns the number that a deck's value stands for, like 13, 0.5, .5, 0,5, 1/2 or 2½, in the digits of any script. Returns
 * null for a word or a symbol like '?'. A value that contains digits but is no such number, like 5h or 1,000, is unreadable.
 */
export function numberOf(value: string): Fraction | 'unreadable' | null {
  if (!/[\p{N}∞🔟]/u.test(value)) return null;
  const [, sign, digits = ''] = /^([+-]?) ?(.*)$/s.exec(plainDigits(value)) ?? [];
  const number = ambiguous.test(digits) ? null : (decimal(digits) ?? mixed(digits));
  if (!number) return 'unreadable';
  return sign === '-' ? { ...number, numerator: -number.numerator } : number;
}

function decimal(text: string): Fraction | null {
  const { whole = '', decimals = '' } = decimalNumber.exec(text)?.groups ?? {};
  if (whole + decimals === '') return null;
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) };
}

function mixed(text: string): Fraction | null {
  const { whole = '0', numerator, denominator } = mixedNumber.exec(text)?.groups ?? {};
  if (!numerator || !denominator || BigInt(denominator) === 0n) return null;
  return { numerator: BigInt(whole) * BigInt(denominator) + BigInt(numerator), denominator: BigInt(denominator) };
}

/** Writes digits, signs and fractions of any script in ASCII: '２½' as '2 1/2', '٠٫٥' as '0.5'. */
function plainDigits(value: string): string {
  return (
    value
      // Emoji digits are a digit with a variation selector and a keycap.
      .replace(/[\uFE0E\uFE0F\u20E3]/g, '')
      .replace(/[¼-¾⅐-⅞↉]/g, (fraction) => ` ${fraction.normalize('NFKC')} `)
      .replace(/⅟/g, ' 1/')
      // Only digits and punctuation: the NFKC of 5² is 52.
      .replace(/[\p{Nd}\p{P}\p{S}\p{Z}]/gu, (character) => character.normalize('NFKC'))
      .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) as number)))
      .replace(/[⁄∕]/g, '/')
      .replace(/−/g, '-')
      .replace(/٫/g, '.')
      .replace(/\s*\/\s*/g, '/')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** The digits of a script are ten consecutive characters, beginning with zero. */
function digitValue(codePoint: number): number {
  let zero = codePoint;
  while (codePoint - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return codePoint - zero;
}

export function sum(a: Fraction, b: Fraction): Fraction {
  const numerator = a.numerator * b.denominator + b.numerator * a.denominator;
  return { numerator, denominator: a.denominator * b.denominator };
}

export function divide({ numerator, denominator }: Fraction, by: number): Fraction {
  return { numerator, denominator: denominator * BigInt(by) };
}

/** Negative if `a` is less than `b`, positive if it is greater. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : Number(difference > 0n);
}

// More digits than a double has, also after the zeros at the beginning of the smallest fraction that a value can express.
const precision = 40;

/** Returns the closest double. */
export function toNumber({ numerator, denominator }: Fraction): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const scaled = ((magnitude * 10n ** BigInt(precision)) / denominator).toString().padStart(precision + 1, '0');
  const absolute = Number(`${scaled.slice(0, -precision)}.${scaled.slice(-precision)}`);
  return numerator < 0n ? -absolute : absolute;
}
