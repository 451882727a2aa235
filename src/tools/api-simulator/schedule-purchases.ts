import type { ParkDay } from '../archive-generator/park-calendar.js';
import { SeededRandom } from '../archive-generator/seeded-random.js';
import type { RidePlan } from '../archive-generator/world.js';
import { type WirePrice, wirePrice } from './wire-price.js';

const MOST_SINGLE_RIDES = 2;

interface Purchase {
  id: string;
  name: string;
  type: 'PACKAGE' | 'ATTRACTION';
  price: WirePrice;
  available: boolean;
}

/** What is sold for a day: a pass for all queues, single rides, and a dearer pass that sells out. */
export function schedulePurchases(rides: readonly RidePlan[], day: ParkDay, daysAhead: number): Purchase[] {
  const { park, crowd } = day;
  const random = SeededRandom.fromWords(park.seedWord ^ 0x9a55, day.localDay);
  const externalId = park.seedWord >>> 8;
  const perUnit = park.currency.minorUnits === 1 ? 100 : park.currency.minorUnits;
  const sold = rides.filter((ride) => ride.park.id === park.id && ride.extendedQueues.includes('PAID_RETURN_TIME'));
  if (sold.length === 0) return [];
  const pass: Purchase = {
    id: `expressmultipass_${externalId}`,
    name: 'Express Multi Pass',
    type: 'PACKAGE',
    price: wirePrice(Math.round(32 * crowd) * perUnit, park.currency),
    available: true,
  };
  const singles = sold.slice(0, MOST_SINGLE_RIDES).map((ride): Purchase => ({
    id: `express_${ride.internalId.split(';')[0]}`,
    name: `Express Entry for ${ride.names.base}`,
    type: 'ATTRACTION',
    price: wirePrice(amountOf(ride, Math.round(13 * crowd) * perUnit), park.currency),
    available: daysAhead > 0 || random.chance(0.5),
  }));
  const premier: Purchase = { ...pass, id: `premierpass_${externalId}`, name: 'Premier Pass' };
  premier.price = wirePrice(Math.round(320 * crowd) * perUnit, park.currency);
  premier.available = random.chance(0.1 + daysAhead / 20);
  return [pass, ...singles, premier];
}

function amountOf(ride: RidePlan, amountMinor: number): number | null {
  switch (ride.pricing) {
    case 'SOLD':
      return amountMinor;
    case 'FREE':
      return 0;
    case 'UNPUBLISHED':
      return null;
  }
}
