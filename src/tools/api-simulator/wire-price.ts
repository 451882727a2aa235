import type { Currency } from '../archive-generator/world.js';

export interface WirePrice {
  amount: number | null;
  currency: string;
  formatted?: string;
}

/** Minor units: 1500 USD is `$15.00`, 1500 JPY is `¥1500`. An amount that is not published is null, and not formatted. */
export function wirePrice(amountMinor: number | null, { code, symbol, minorUnits }: Currency): WirePrice {
  if (amountMinor === null) return { amount: null, currency: code };
  const major = minorUnits === 1 ? String(amountMinor) : (amountMinor / minorUnits).toFixed(2);
  return { amount: amountMinor, currency: code, formatted: `${symbol}${major}` };
}
