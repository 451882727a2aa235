import type { Currency, ParkPlan } from './world.js';

const USD: Currency = { code: 'USD', symbol: '$', minorUnits: 100 };
const EUR: Currency = { code: 'EUR', symbol: '€', minorUnits: 100 };
const JPY: Currency = { code: 'JPY', symbol: '¥', minorUnits: 1 };
const AUD: Currency = { code: 'AUD', symbol: 'A$', minorUnits: 100 };
const GBP: Currency = { code: 'GBP', symbol: '£', minorUnits: 100 };

export interface ResortTemplate {
  name: string;
  timezone: string;
  currency: Currency;
  southern: boolean;
  parks: (Pick<ParkPlan, 'name'> & Partial<ParkPlan>)[];
}

/** Invented resorts, used in order; after the last, the list starts again with a number in the name. */
export const RESORTS: readonly ResortTemplate[] = [
  {
    name: 'Cypress Bay Resort',
    timezone: 'America/New_York',
    currency: USD,
    southern: false,
    parks: [
      { name: 'Cypress Kingdom', lateNights: true },
      { name: 'Studio Lagoon', opensAtMinutes: 540, closesAtMinutes: 1260 },
      { name: 'Everglade Safari', opensAtMinutes: 480, closesAtMinutes: 1140 },
    ],
  },
  {
    name: 'Domaine des Lumières',
    timezone: 'Europe/Paris',
    currency: EUR,
    southern: false,
    parks: [
      { name: 'Parc des Lumières', opensAtMinutes: 570, closesAtMinutes: 1320 },
      { name: 'Cité du Cinéma', opensAtMinutes: 600, closesAtMinutes: 1200, seasonal: true, reportsDown: false },
    ],
  },
  {
    name: 'Tokyo Umi Resort',
    timezone: 'Asia/Tokyo',
    currency: JPY,
    southern: false,
    parks: [{ name: 'Umi Land' }, { name: 'Umi Harbor', closesAtMinutes: 1260 }],
  },
  {
    name: 'Golden Canyon Resort',
    timezone: 'America/Los_Angeles',
    currency: USD,
    southern: false,
    parks: [{ name: 'Golden Canyon', lateNights: true }, { name: 'Canyon Adventure Pier' }],
  },
  {
    name: 'Southern Coast Fun World',
    timezone: 'Australia/Adelaide',
    currency: AUD,
    southern: true,
    parks: [{ name: 'Southern Coast Fun World', opensAtMinutes: 600, closesAtMinutes: 1080, seasonal: true }],
  },
  {
    name: 'Harrow Towers',
    timezone: 'Europe/London',
    currency: GBP,
    southern: false,
    parks: [{ name: 'Harrow Towers', opensAtMinutes: 600, closesAtMinutes: 1140, reportsDown: false }],
  },
];

export const NAME_HEADS = [
  'Dragon', 'Falcon', 'Thunder', 'Pirate’s', 'Haunted', 'Crystal', 'Jungle', 'Galaxy', 'Phantom', 'Golden', 'Arctic',
  'Volcano', 'Emerald', 'Midnight', 'Safari', 'Wizard’s', 'Copper', 'Atlantis', 'Comet', 'Enchanted', 'Château', 'Samurai',
] as const; // prettier-ignore

export const NAME_TAILS = [
  'Mountain', 'Express', 'Rapids', 'Manor', 'Voyage', 'Coaster', 'Carousel', 'Falls', 'Flight', 'Tower', 'Railway',
  'Expedition', 'Theater', 'Spinners', 'Caverns', 'Chase',
] as const; // prettier-ignore
