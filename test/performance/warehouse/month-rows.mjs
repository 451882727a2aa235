import { DateTime } from 'luxon';
import { DAY_MS, FIRST_DAY_MS, LIVE_FROM_MS } from './world.mjs';

/** Rows of a month of the made-up warehouse as text for LOAD DATA, ride by ride in order of time. */

const MINUTE_MS = 60_000;
export const POLL_MS = 5 * MINUTE_MS;
/** When in its cycle a destination is polled. */
export const POLL_OFFSET_MS = 1_234;
const NULL = '\\N';
/** Share of the ordinary wait by hours since opening. */
const CURVE = [0.5, 0.8, 1.1, 1.3, 1.4, 1.35, 1.2, 1.1, 1, 0.9, 0.7, 0.5, 0.4];
const DOWN_CHANCE = 0.02;
const SCHEDULED_MINUTES = 720;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function random(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Opening and closing of the local day that has this UTC date; some parks close after midnight on Saturdays. */
function scheduledHours(park, dayMs) {
  const day = new Date(dayMs);
  const at = { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
  const opensMs = DateTime.fromObject({ ...at, hour: 9 }, { zone: park.timezone }).toMillis();
  const hours = day.getUTCDay() === 6 && park.parkId % 4 === 0 ? 16 : 12;
  return { opensMs, closesMs: opensMs + hours * 60 * MINUTE_MS, month: at.month, year: at.year };
}

/** What happens to a ride in a day: [instant, status, wait]. */
function dayEvents(ride, gapMinutes, { opensMs, closesMs, month, year }, dayMs) {
  const roll = random(Math.imul(ride.rideId, 2_654_435_761) ^ (dayMs / DAY_MS));
  const season = (month >= 6 && month <= 8 ? 1.3 : month === 12 ? 1.2 : 1) * (1 + 0.04 * (year - 2021));
  const wait = (atMs) => {
    const hour = Math.min(CURVE.length - 1, Math.floor((atMs - opensMs) / (60 * MINUTE_MS)));
    return Math.max(5, Math.round((ride.popularity * CURVE[hour] * season * (0.7 + 0.6 * roll())) / 5) * 5);
  };
  const events = [];
  let atMs = opensMs + Math.floor(roll() * 10 * MINUTE_MS);
  while (atMs < closesMs) {
    events.push([atMs, 'OPERATING', wait(atMs)]);
    if (ride.park.reportsDown && roll() < DOWN_CHANCE) {
      atMs += Math.floor((5 + 25 * roll()) * MINUTE_MS);
      if (atMs < closesMs) events.push([atMs, 'DOWN', null]);
      atMs += Math.floor((10 + 60 * roll()) * MINUTE_MS);
    } else atMs += Math.floor((0.4 + 1.2 * roll()) * gapMinutes * MINUTE_MS);
  }
  events.push([closesMs + Math.floor(roll() * 5 * MINUTE_MS), 'CLOSED', null]);
  return events;
}

const pollOf = (atMs) => Math.ceil((atMs - POLL_OFFSET_MS) / POLL_MS) * POLL_MS + POLL_OFFSET_MS;

/** The same day as the collector stores it: runs from the poll that first saw a value to the last one that did. */
function liveRuns(events, nextOpensMs) {
  const runs = [];
  for (const [atMs, status, wait] of events) {
    const seenMs = pollOf(atMs);
    if (runs.at(-1)?.seenMs === seenMs) runs.pop();
    runs.push({ seenMs, status, wait, atMs });
  }
  return runs.map((run, index) => ({
    ...run,
    untilMs: (index + 1 < runs.length ? runs[index + 1].seenMs : pollOf(nextOpensMs)) - POLL_MS,
  }));
}

const three = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));
const two = three.map((text) => text.slice(1));
let [knownDay, knownText] = [NaN, ''];
function instantText(atMs) {
  const day = Math.floor(atMs / DAY_MS);
  if (day !== knownDay) [knownDay, knownText] = [day, new Date(day * DAY_MS).toISOString().slice(0, 10)];
  const rest = atMs - day * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  return `${knownText} ${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}.${three[rest % 1000]}`;
}

/** The text of one ride after the other. Rows belong to the month by their instant in UTC, as in the partitions. */
export function* monthText(world, fromMs, toMs) {
  const firstDayMs = Math.max(FIRST_DAY_MS, fromMs - DAY_MS);
  const hours = new Map(
    world.parks.map((park) => {
      const days = [];
      for (let dayMs = firstDayMs; dayMs <= toMs + DAY_MS; dayMs += DAY_MS)
        days.push([dayMs, scheduledHours(park, dayMs)]);
      return [park.parkId, days];
    }),
  );
  // opening and closing are events too, and some waits are broken off by a breakdown
  const gapMinutes = SCHEDULED_MINUTES / (world.eventsPerRideDay - 1.7);
  for (const ride of world.rides) {
    const days = hours.get(ride.park.parkId);
    let [text, rows] = ['', 0];
    for (let index = 0; index + 1 < days.length; index++) {
      const [dayMs, open] = days[index];
      const events = dayEvents(ride, gapMinutes, open, dayMs);
      if (dayMs < LIVE_FROM_MS) {
        for (const [atMs, status, wait] of events) {
          if (atMs < fromMs || atMs >= toMs) continue;
          text += `${ride.rideId}\t${instantText(atMs)}\t${status}\t${wait ?? NULL}\t${NULL}\t${NULL}\tARCHIVE\n`;
          rows += 1;
        }
        continue;
      }
      for (const { seenMs, status, wait, untilMs, atMs } of liveRuns(events, days[index + 1][1].opensMs)) {
        if (seenMs < fromMs || seenMs >= toMs) continue;
        const stamp = instantText(atMs).slice(0, 19);
        text += `${ride.rideId}\t${instantText(seenMs)}\t${status}\t${wait ?? NULL}\t${instantText(untilMs)}\t${stamp}\tLIVE\n`;
        rows += 1;
      }
    }
    yield { text, rows };
  }
}
