import { canonicalJson } from '../../../common/reading/canonical-json.js';
import {
  INVALID,
  isJsonObject,
  isWithoutValue,
  readCurrency,
  readName,
  readPriceMinor,
} from '../../../common/reading/field-readers.js';
import { cutText } from '../../../common/text.js';
import type { PublishedEntry, Purchase, ScheduleType } from './schedule-entry.js';

export interface ReadPurchases {
  /** The published purchases as canonical JSON; null: nothing usable. */
  json: string | null;
  offers: Purchase[];
  /** A part was unreadable; the readable part is included. */
  isDamaged: boolean;
}

const NOTHING: ReadPurchases = { json: null, offers: [], isDamaged: false };
/** MariaDB rejects JSON that is nested deeper than 31 levels; real purchases have at most four. */
const MAX_DEPTH = 16;
const MAX_TYPE_LENGTH = 32;
const asItIs = (text: string): string => text;

/** Never throws. A damaged list is dropped, but its entry is kept. */
export function readPurchases(raw: unknown): ReadPurchases {
  if (isWithoutValue(raw)) return NOTHING;
  if (!Array.isArray(raw) || !isShallow(raw, MAX_DEPTH)) return { ...NOTHING, isDamaged: true };
  const offers = new Map<string, Purchase>();
  let isDamaged = false;
  for (const element of raw as unknown[]) {
    const offer = readOffer(element);
    if (offer === null) isDamaged = true;
    else {
      isDamaged ||= offer.isDamaged;
      // The first of several with the same key counts, so that equal responses give equal results.
      if (!offers.has(offer.purchase.key)) offers.set(offer.purchase.key, offer.purchase);
    }
  }
  return { json: canonicalJson(raw), offers: [...offers.values()], isDamaged };
}

function readOffer(raw: unknown): { purchase: Purchase; isDamaged: boolean } | null {
  if (!isJsonObject(raw)) return null;
  const name = readName(raw.name, asItIs);
  const key = readName(raw.id, asItIs) ?? name;
  if (key === null) return null;
  const { priceMinor, currency, isDamaged } = readPrice(raw.price);
  const type = readName(raw.type, asItIs);
  const purchaseType = type && cutText(type, MAX_TYPE_LENGTH);
  const isAvailable = typeof raw.available === 'boolean' ? raw.available : null;
  return { purchase: { key, name, purchaseType, priceMinor, currency, isAvailable }, isDamaged };
}

function readPrice(raw: unknown): { priceMinor: number | null; currency: string | null; isDamaged: boolean } {
  if (isWithoutValue(raw)) return { priceMinor: null, currency: null, isDamaged: false };
  if (!isJsonObject(raw)) return { priceMinor: null, currency: null, isDamaged: true };
  const priceMinor = readPriceMinor(raw.amount, raw.formatted);
  const currency = readCurrency(raw.currency);
  return {
    priceMinor: priceMinor ?? null,
    currency: currency ?? null,
    isDamaged: priceMinor === INVALID || currency === INVALID,
  };
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}

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
  /** Prices replaced by another one. */
  replaced: StoredPrice[];
}

/** A purchase that is missing from a response is a hole: it keeps the last published price. */
export function planPrices(stored: readonly StoredPrice[], published: readonly PublishedEntry[]): PricePlan {
  const current = new Map(stored.map((price) => [purchaseKeyOf(price), price]));
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

/** If two entries of one date and type sell the same item, the first counts. */
function reportsOf(published: readonly PublishedEntry[]): Map<string, PriceReport> {
  const reports = new Map<string, PriceReport>();
  for (const { localDate, type, offers } of published) {
    for (const offer of offers) {
      const report = { localDate, type, ...offer };
      const priceKey = purchaseKeyOf(report);
      if (!reports.has(priceKey)) reports.set(priceKey, report);
    }
  }
  return reports;
}

const purchaseKeyOf = ({ localDate, type, key }: PriceReport): string => JSON.stringify([localDate, type, key]);

const contentOf = ({ name, purchaseType, priceMinor, currency, isAvailable }: PriceReport): string =>
  JSON.stringify([name, purchaseType, priceMinor, currency, isAvailable]);
