import fc from 'fast-check';
import { packHours, unpackHours } from '../../../../test/support/ride-hour-rows.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { NO_TIME, type ScheduledTimeTotals } from '../days/rollup-rows.js';
import { HourPacker, HourUnpacker, type PackedHours, type StoredHours } from './packed-hours.js';

type Hour = ScheduledTimeTotals & { localHour: number };

const stored = ({ hours, columns }: PackedHours): StoredHours => ({
  hours,
  ...Object.fromEntries(
    Object.entries(columns).map(([name, hex]) => [name, hex === null ? null : Buffer.from(hex, 'hex')]),
  ),
});

/** An hour open all the time, with one wait; the park's schedule covers it. */
const openHour = (localHour: number, wait: number): Hour => ({
  ...NO_TIME,
  localHour,
  operatingMs: HOUR_MS,
  observedMs: HOUR_MS,
  archiveMs: HOUR_MS,
  waitKnownMs: HOUR_MS,
  waitMinutesMs: wait * HOUR_MS,
  minWait: wait,
  maxWait: wait,
  snapshotCount: 1,
  scheduledMs: HOUR_MS,
  scheduledObservedMs: HOUR_MS,
  scheduledOperatingMs: HOUR_MS,
});

/** A night hour: closed and observed. */
const closedHour = (localHour: number): Hour => {
  return { ...NO_TIME, localHour, closedMs: HOUR_MS, observedMs: HOUR_MS, archiveMs: HOUR_MS };
};

const durationMs = fc.oneof(fc.constant(0), fc.constant(HOUR_MS), fc.integer({ min: 0, max: 2 * HOUR_MS }));
const wait = fc.option(fc.integer({ min: 0, max: 32_767 }));
const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 70_000 }));
const anyHour = fc.record({
  localHour: fc.integer({ min: 0, max: 23 }),
  ...{ operatingMs: durationMs, downMs: durationMs, closedMs: durationMs, refurbishmentMs: durationMs },
  ...{ observedMs: durationMs, archiveMs: durationMs, unknownMs: durationMs, waitKnownMs: durationMs },
  ...{ waitMinutesMs: fc.integer({ min: 0, max: 32_767 * 2 * HOUR_MS }), minWait: wait, maxWait: wait },
  ...{ implausibleWaitCount: count, snapshotCount: count },
  ...{ scheduledMs: durationMs, scheduledObservedMs: durationMs, scheduledOperatingMs: durationMs },
  scheduledDownMs: durationMs,
});
const plausibleHour = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 300 }), fc.boolean());
const anyDay = fc.oneof(
  fc.uniqueArray(anyHour, { selector: ({ localHour }) => localHour }),
  fc
    .uniqueArray(plausibleHour, { selector: ([localHour]) => localHour })
    .map((hours) => hours.map(([hour, minutes, isOpen]) => (isOpen ? openHour(hour, minutes) : closedHour(hour)))),
);

describe('packed hours', () => {
  it('unpack to exactly the same values, whatever they are, one day after another', () => {
    const packer = new HourPacker();
    fc.assert(
      fc.property(fc.array(anyDay, { maxLength: 3 }), (days) => {
        for (const day of days) {
          const expected = [...day].sort((a, b) => a.localHour - b.localHour);
          expect(unpackHours(packHours(day, packer))).toEqual(expected);
        }
      }),
    );
  });

  it('are a few bytes for a usual day: full hours are bits, and what follows from other columns is empty', () => {
    const { hours, columns } = packHours([openHour(10, 5), openHour(11, 20), closedHour(12)]);
    expect(hours).toBe(0b111 << 10);
    expect(columns).toEqual({
      observedMs: '001c00',
      operatingMs: '000c00',
      downMs: null,
      refurbishmentMs: null,
      closedMs: '',
      archiveMs: '',
      unknownMs: null,
      scheduledMs: '000c00',
      scheduledObservedMs: '',
      scheduledOperatingMs: '',
      scheduledDownMs: null,
      waitKnownMs: '',
      waitMinutesMs: '000c00' + '0001' + '12a880' + '0004' + '4aa200',
      minWait: '000c00' + '0005' + '0014',
      maxWait: '000c00' + '0005' + '0014',
      implausibleWaitCount: null,
      snapshotCount: '000c00' + '000001' + '000001',
    });
  });

  it('hold the two hours of a clock that is set back, and part of an hour', () => {
    const { columns } = packHours([
      { ...NO_TIME, localHour: 0, observedMs: HOUR_MS, unknownMs: 0 },
      { ...NO_TIME, localHour: 1, observedMs: 2 * HOUR_MS, unknownMs: 0 },
      { ...NO_TIME, localHour: 2, observedMs: 600_000, unknownMs: 3_000_000 },
    ]);
    expect(columns.observedMs).toBe('000001' + '000006' + '6ddd00' + '0927c0');
    expect(columns.unknownMs).toBe('000000' + '000004' + '2dc6c0');
  });

  it('unpack single columns with those that they follow from, and need no others', () => {
    const packed = packHours([openHour(10, 5)]);
    const unpacker = new HourUnpacker(['waitKnownMs']);
    expect(unpacker.columns).toEqual(['operatingMs', 'scheduledOperatingMs', 'waitKnownMs']);
    expect(unpacker.unpack(stored(packed)).waitKnownMs[10]).toBe(HOUR_MS);
  });

  it.each([
    ['a duration of five hours', { operatingMs: 5 * HOUR_MS }],
    ['a negative duration', { downMs: -1 }],
    ['a part of a millisecond', { closedMs: 0.5 }],
    ['a wait of 65,536 minutes', { maxWait: 65_536 }],
  ])('refuse %s instead of storing another value', (_, totals) => {
    expect(() => packHours([{ ...NO_TIME, localHour: 3, ...totals }])).toThrow(RangeError);
  });
});
