import type { RideStatus } from '../../modules/snapshots/observations.js';
import type { EventStyle } from './generator-options.js';
import { type ParkDay, around, isInRefurbishment } from './park-calendar.js';
import type { SeededRandom } from './seeded-random.js';
import { MINUTE_MS } from '../../common/time/durations.js';
import type { RidePlan } from './world.js';

/** A stretch in which a ride keeps one status. */
export interface Phase {
  status: RideStatus;
  fromMs: number;
  toMs: number;
}

/** A night in so many goes by without a word of closing. */
const NO_DATA_NIGHT_CHANCE = 0.04;
const LATE_START_CHANCE = 0.05;
/** How long a feed keeps saying CLOSED before and after the day, where it samples. */
const CLOSED_MINUTES = 60;

/** The statuses of one ride over one day of its park, in order and without a hole between them. */
export function planPhases(ride: RidePlan, day: ParkDay, style: EventStyle, random: SeededRandom): Phase[] {
  if (isInRefurbishment(ride.seedWord, day.localDay)) {
    return [{ status: 'REFURBISHMENT', fromMs: around(day.opensMs, -90, -30, random), toMs: day.closesMs }];
  }
  const opensMs = random.chance(LATE_START_CHANCE)
    ? around(day.opensMs, 20, 110, random)
    : around(day.opensMs, -10, 5, random);
  const closesMs = around(day.closesMs, 0, 15, random);
  const phases = operatingPhases(ride, opensMs, closesMs, random);
  if (style === 'sampled') {
    const fromMs = around(opensMs, -CLOSED_MINUTES, -CLOSED_MINUTES + 5, random);
    phases.unshift({ status: 'CLOSED', fromMs, toMs: opensMs });
  }
  if (!random.chance(NO_DATA_NIGHT_CHANCE)) {
    phases.push({ status: 'CLOSED', fromMs: closesMs, toMs: closesMs + CLOSED_MINUTES * MINUTE_MS });
  }
  return phases;
}

/** Open, broken, open again: each breakdown well inside the day and apart from the one before. */
function operatingPhases(ride: RidePlan, opensMs: number, closesMs: number, random: SeededRandom): Phase[] {
  const phases: Phase[] = [];
  const brokenStatus = ride.park.reportsDown ? 'DOWN' : 'CLOSED';
  const scheduledMs = closesMs - opensMs;
  let fromMs = opensMs;
  for (const downMs of breakdownStarts(ride, random).map((share) => opensMs + share * scheduledMs)) {
    const startMs = around(downMs, 0, 1, random);
    const endMs = around(startMs, 8, 12 + 80 * random.next() ** 2, random);
    if (startMs < fromMs + 20 * MINUTE_MS || endMs > closesMs - 20 * MINUTE_MS) continue;
    phases.push({ status: 'OPERATING', fromMs, toMs: startMs }, { status: brokenStatus, fromMs: startMs, toMs: endMs });
    fromMs = endMs;
  }
  phases.push({ status: 'OPERATING', fromMs, toMs: closesMs });
  return phases;
}

function breakdownStarts(ride: RidePlan, random: SeededRandom): number[] {
  const starts: number[] = [];
  for (let chance = ride.breakdownsPerDay; chance > 0; chance--) {
    if (random.chance(Math.min(1, chance))) starts.push(random.next());
  }
  return starts.sort((a, b) => a - b);
}
