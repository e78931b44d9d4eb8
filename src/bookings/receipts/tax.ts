import { Prisma } from '../../database/generated/client.ts';

/**
 * The tax that a gross amount includes, in minor units: a half is rounded up. Rates have at most three decimals, so that the
 * whole numbers below are exact.
 */
export function taxOf(grossMinor: number, ratePercent: number): number {
  const rate = Math.round(ratePercent * 1000);
  const whole = 100_000 + rate;
  return Math.floor((2 * grossMinor * rate + whole) / (2 * whole));
}

/** The same in SQL. */
export const taxColumn = (grossMinor: Prisma.Sql, ratePercent: Prisma.Sql) =>
  Prisma.sql`round((${grossMinor})::numeric * (${ratePercent})::numeric / (100 + (${ratePercent})::numeric))`;
