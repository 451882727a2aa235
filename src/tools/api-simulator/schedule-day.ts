import { MINUTE_MS } from '../../common/time/calendar.js';
import { type ParkDay, planParkDay } from '../archive-generator/park-calendar.js';
import { SeededRandom } from '../archive-generator/seeded-random.js';
import { type EpochDay, isoDayOf } from '../epoch-days.js';
import type { ParkPlan, RidePlan } from '../archive-generator/world.js';
import { type WirePrice, wirePrice } from './live-encoder.js';
import type { TimeSlot } from './live-state.js';
import { earlyEntry, extendedEvening } from './venue-states.js';

const MOST_SINGLE_RIDES = 2;

interface Purchase {
  id: string;
  name: string;
  type: 'PACKAGE' | 'ATTRACTION';
  price: WirePrice;
  available: boolean;
}

/** Purchases of a day: a pass for all queues, single rides, and a more expensive pass that sells out. */
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

/** Within this time the published hours are the final ones; further ahead, the ordinary ones. */
const CERTAIN_DAYS_AHEAD = 14;
/** Nothing is sold further ahead. */
const SOLD_DAYS_AHEAD = 25;

interface Entry {
  type: 'OPERATING' | 'TICKETED_EVENT' | 'PRIVATE_EVENT' | 'EXTRA_HOURS' | 'INFO';
  slot: Pick<TimeSlot, 'startMs' | 'endMs'>;
  description?: string;
}

/** The schedule entries of one local day, as published `daysAhead` days before it; none if the park stays closed. */
export function scheduleDay(
  park: ParkPlan,
  rides: readonly RidePlan[],
  localDay: EpochDay,
  daysAhead: number,
): object[] {
  const day = planParkDay(park, localDay);
  if (day === null) return [];
  const published = daysAhead > CERTAIN_DAYS_AHEAD ? ordinaryHours(day) : day;
  const purchases = daysAhead <= SOLD_DAYS_AHEAD ? schedulePurchases(rides, day, daysAhead) : [];
  const local = (instantMs: number | null) => (instantMs === null ? null : park.clock.isoLocal(instantMs));
  return entriesOf(published).map(({ type, slot, description }) => ({
    date: isoDayOf(localDay),
    type,
    ...(type === 'OPERATING' && purchases.length > 0 ? { purchases } : {}),
    closingTime: local(slot.endMs),
    ...(description === undefined ? {} : { description }),
    openingTime: local(slot.startMs),
  }));
}

function ordinaryHours(day: ParkDay): ParkDay {
  const { park, localDay } = day;
  return {
    ...day,
    opensMs: park.clock.instantOf(localDay, park.opensAtMinutes),
    closesMs: park.clock.instantOf(localDay, park.closesAtMinutes),
  };
}

/** In order of time; a date may have several entries of a type. */
function entriesOf(day: ParkDay): Entry[] {
  const { opensMs, closesMs } = day;
  const random = SeededRandom.fromWords(day.park.seedWord ^ 0x5ced, day.localDay);
  const [isInfo, isSpecial, isPrivate] = [random.chance(0.06), random.chance(0.1), random.chance(0.05)];
  const early = earlyEntry(day);
  const evening = extendedEvening(day);
  const afterClosing = (minutes: number) => ({ startMs: closesMs, endMs: closesMs + minutes * MINUTE_MS });
  const extraHour = { startMs: opensMs - 60 * MINUTE_MS, endMs: opensMs };
  const entries: Entry[] = [];
  if (early) entries.push({ type: 'TICKETED_EVENT', slot: early, description: 'Early Entry' });
  else entries.push({ type: 'EXTRA_HOURS', slot: extraHour, description: 'Extra Hour' });
  entries.push({ type: 'OPERATING', slot: { startMs: opensMs, endMs: closesMs } });
  if (isInfo)
    entries.push({ type: 'INFO', slot: { startMs: opensMs, endMs: closesMs }, description: 'Limited capacity' });
  if (evening) entries.push({ type: 'TICKETED_EVENT', slot: evening, description: 'Extended Evening' });
  else if (isSpecial) {
    entries.push({ type: 'TICKETED_EVENT', slot: afterClosing(180), description: 'Special Ticketed Event' });
  }
  if (isPrivate) entries.push({ type: 'PRIVATE_EVENT', slot: afterClosing(240), description: 'Private Event' });
  return entries;
}
