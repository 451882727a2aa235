import type { PublishedEntry, Purchase, ScheduleType } from './schedule-entry.js';

export interface PriceReport extends Purchase {
  localDate: string;
  type: ScheduleType;
}

export interface StoredPrice extends PriceReport {
  priceId: string;
}

export interface PricePlan {
  confirmed: StoredPrice[];
  added: PriceReport[];
  /** Another price has taken their place. */
  replaced: StoredPrice[];
}

/** A purchase that is missing from an answer is a hole: its price stays the last that was published. */
export function planPrices(stored: readonly StoredPrice[], published: readonly PublishedEntry[]): PricePlan {
  const current = new Map(stored.map((price) => [entityOf(price), price]));
  const plan: PricePlan = { confirmed: [], added: [], replaced: [] };
  for (const [priceKey, price] of reportsOf(published)) {
    const before = current.get(priceKey);
    if (before !== undefined && contentOf(before) === contentOf(price)) plan.confirmed.push(before);
    else {
      plan.added.push(price);
      if (before !== undefined) plan.replaced.push(before);
    }
  }
  return plan;
}

/** Of two entries of one date and type that sell the same, the first counts. */
function reportsOf(published: readonly PublishedEntry[]): Map<string, PriceReport> {
  const reports = new Map<string, PriceReport>();
  for (const { localDate, type, offers } of published) {
    for (const offer of offers) {
      const report = { localDate, type, ...offer };
      const priceKey = entityOf(report);
      if (!reports.has(priceKey)) reports.set(priceKey, report);
    }
  }
  return reports;
}

const entityOf = ({ localDate, type, key }: PriceReport): string => JSON.stringify([localDate, type, key]);

const contentOf = ({ name, purchaseType, priceMinor, currency, isAvailable }: PriceReport): string =>
  JSON.stringify([name, purchaseType, priceMinor, currency, isAvailable]);
