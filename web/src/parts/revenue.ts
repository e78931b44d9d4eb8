import { formatMoney } from './money.ts';

interface Revenue {
  currency: string;
  netMinor: number;
}

/** Amounts of several currencies in one line. */
export function formatRevenue(revenue: readonly Revenue[]): string {
  if (revenue.length === 0) return '–';
  return revenue.map(({ currency, netMinor }) => formatMoney({ currency, amountMinor: netMinor })).join(' + ');
}
