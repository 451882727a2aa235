import { canonicalJson } from '../../../../common/reading/canonical-json.js';
import { INVALID, isJsonObject, readName, isWithoutValue } from '../../../../common/reading/field-readers.js';
import { readCurrency, readPriceMinor } from '../../../../common/reading/price.js';
import { cutText } from '../../../../common/text/cut-text.js';
import type { Purchase } from './schedule-entry.js';

export interface ReadPurchases {
  /** As it was published, as canonical JSON; null: nothing usable. */
  json: string | null;
  offers: Purchase[];
  /** Something of it could not be read; what could be is there. */
  isDamaged: boolean;
}

const NOTHING: ReadPurchases = { json: null, offers: [], isDamaged: false };
/** MariaDB stores no JSON that is nested deeper than 31 levels; no real purchase has more than four. */
const MAX_DEPTH = 16;
const MAX_TYPE_LENGTH = 32;
const asItIs = (text: string): string => text;

/** Never throws. A damaged list costs itself, not its entry. */
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
      // Of two with one key the first counts, so that equal answers are read alike.
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
