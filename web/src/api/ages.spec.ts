import { minutesSince } from './ages.js';

const NOW_MS = Date.parse('2026-04-15T16:00:00Z');

it.each([
  ['2026-04-15T15:57:01Z', 2],
  ['2026-04-15T16:00:00Z', 0],
  ['2026-04-15T16:04:00Z', 0],
  ['2026-04-15T16:06:00Z', null],
  [null, null],
])('the age of an observation at %s is %s minutes', (instant, minutes) => {
  expect(minutesSince(instant, NOW_MS)).toBe(minutes);
});
