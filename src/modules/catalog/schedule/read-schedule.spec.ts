import { ParkClock } from '../../park-use/park-clock.js';
import { readSchedule } from './read-schedule.js';

const NEW_YORK = new ParkClock('America/New_York');
/** 17 August 2026, 08:00 in New York. */
const NOW_MS = Date.UTC(2026, 7, 17, 12);
const TOMORROW = { date: '2026-08-18', type: 'OPERATING' };

const read = (entries: unknown, clock = NEW_YORK) => readSchedule({ schedule: entries }, clock, NOW_MS);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 19));
const readOne = (entry: unknown, clock = NEW_YORK) => {
  const { entries, notes } = read([entry], clock);
  const hours = entries.map(({ opensAtMs, closesAtMs }) => [iso(opensAtMs), iso(closesAtMs)].join(' '));
  return { hours: hours[0], kinds: notes.map(({ kind }) => kind) };
};
const hours = (openingTime: unknown, closingTime: unknown) => readOne({ ...TOMORROW, openingTime, closingTime });

describe('accepted hours', () => {
  it.each([
    ['of a day', '2026-08-18T10:00:00-04:00', '2026-08-18T20:00:00-04:00', '2026-08-18T14:00:00 2026-08-19T00:00:00'],
    ['past midnight', '2026-08-18T10:00:00-04:00', '2026-08-19T02:00:00-04:00', '2026-08-18T14:00:00 2026-08-19T06:00:00'],
    ['from midnight to midnight', '2026-08-18T00:00:00-04:00', '2026-08-19T00:00:00-04:00', '2026-08-18T04:00:00 2026-08-19T04:00:00'],
    ['of 24 hours', '2026-08-18T06:00:00-04:00', '2026-08-19T06:00:00-04:00', '2026-08-18T10:00:00 2026-08-19T10:00:00'],
    ['of an event after midnight', '2026-08-19T00:30:00-04:00', '2026-08-19T02:00:00-04:00', '2026-08-19T04:30:00 2026-08-19T06:00:00'],
  ])('%s are stored unchanged', (_what, opens, closes, expected) => {
    expect(hours(opens, closes)).toEqual({ hours: expected, kinds: [] });
  }); // prettier-ignore

  it('that close before they open close on the next day', () => {
    expect(hours('2026-08-18T18:00:00-04:00', '2026-08-18T02:00:00-04:00')).toEqual({
      hours: '2026-08-18T22:00:00 2026-08-19T06:00:00',
      kinds: ['CLOSING_NEXT_DAY'],
    });
  });

  it('that close at 24:00 close at 00:00 of the next day, with an offset or without one', () => {
    for (const closes of ['2026-08-18T24:00:00-04:00', '2026-08-18T24:00', '2026-08-18T24:00:00.000-04:00']) {
      const { hours: read, kinds } = hours('2026-08-18T10:00:00-04:00', closes);
      expect([read, kinds]).toEqual(['2026-08-18T14:00:00 2026-08-19T04:00:00', expect.arrayContaining(['HOUR_24'])]);
    }
  });

  it('without an offset are read in the time zone of the park, in summer and in winter', () => {
    const read = (date: string, clock = NEW_YORK) =>
      readOne({ date, type: 'OPERATING', openingTime: `${date}T10:00:00`, closingTime: `${date}T20:00:00` }, clock);
    expect(read('2026-08-18')).toEqual({ hours: '2026-08-18T14:00:00 2026-08-19T00:00:00', kinds: ['LOCAL_TIME'] });
    expect(read('2026-11-01')).toEqual({ hours: '2026-11-01T15:00:00 2026-11-02T01:00:00', kinds: ['LOCAL_TIME'] });
    expect(read('2026-08-18', new ParkClock('Asia/Kolkata')).hours).toBe('2026-08-18T04:30:00 2026-08-18T14:30:00');
    expect(read('2026-08-18', new ParkClock(null)).kinds).toEqual(['UNREADABLE']);
  });

  it.each([
    ['10:00', '20:00', '2026-08-18T14:00:00 2026-08-19T00:00:00', []],
    ['9:30', '20:00:00', '2026-08-18T13:30:00 2026-08-19T00:00:00', []],
    ['10:00 AM', '8:00 pm', '2026-08-18T14:00:00 2026-08-19T00:00:00', []],
    ['10 a.m.', '8PM', '2026-08-18T14:00:00 2026-08-19T00:00:00', []],
    ['T10:00:00.000', '20:00:00-04:00', '2026-08-18T14:00:00 2026-08-19T00:00:00', []],
    ['10:00', '24:00', '2026-08-18T14:00:00 2026-08-19T04:00:00', ['HOUR_24']],
    ['12:00 PM', '12:00 AM', '2026-08-18T16:00:00 2026-08-19T04:00:00', ['CLOSING_NEXT_DAY']],
    ['18:00', '02:00', '2026-08-18T22:00:00 2026-08-19T06:00:00', ['CLOSING_NEXT_DAY']],
    ['2026-08-18T10:00:00-04:00', '20:00', '2026-08-18T14:00:00 2026-08-19T00:00:00', []],
  ])('without a date get the date of the entry: %p to %p', (opens, closes, expected, more) => {
    expect(hours(opens, closes)).toEqual({ hours: expected, kinds: ['TIME_OF_DAY', ...more] });
  });

  it('without a date are read in the time zone of the park on that date, and require it', () => {
    const entry = { date: '2026-10-31', type: 'OPERATING', openingTime: '22:00', closingTime: '02:00' };
    // The clock is set back by an hour in between.
    expect(readOne(entry).hours).toBe('2026-11-01T02:00:00 2026-11-01T07:00:00');
    expect(readOne(entry, new ParkClock(null)).kinds).toEqual(['UNREADABLE']);
    expect(readOne({ ...entry, date: 'soon' }).kinds).toEqual(['UNREADABLE']);
  });

  it('may last 25 hours if clocks go back in between', () => {
    const entry = { date: '2026-10-31', type: 'OPERATING', openingTime: '2026-10-31T06:00:00-04:00' };
    expect(readOne({ ...entry, closingTime: '2026-11-01T06:00:00-05:00' }).kinds).toEqual([]);
    expect(readOne({ ...entry, closingTime: '2026-11-01T06:01:00-05:00' }).kinds).toEqual(['TOO_LONG']);
  });
});

describe('refused hours', () => {
  it.each([
    ['EQUAL_ENDS', '2026-08-18T00:00:00-04:00', '2026-08-18T00:00:00-04:00'],
    ['EQUAL_ENDS', '2026-08-18T23:59:59-04:00', '2026-08-18T23:59:59-04:00'],
    ['EQUAL_ENDS', '2026-08-18T23:59:00-04:00', '2026-08-18T23:59:59-04:00'],
    ['EQUAL_ENDS', '2026-08-18T23:59:59-04:00', '2026-08-19T23:59:59-04:00'],
    ['EQUAL_ENDS', '2026-08-18T10:00:00', '2026-08-18T10:00:00'],
    ['TOO_LONG', '2026-08-18T10:00:00-04:00', '2026-08-19T20:00:00-04:00'],
    ['TOO_LONG', '2026-08-18T10:00:00-04:00', '2029-08-18T20:00:00-04:00'],
    ['CLOSES_BEFORE_OPENING', '2026-08-18T20:00:00-04:00', '2026-08-17T10:00:00-04:00'],
    ['CLOSES_BEFORE_OPENING', '2026-08-18T10:00:00-04:00', '2026-08-18T09:00:00-04:00'],
    ['CLOSES_BEFORE_OPENING', '2026-08-18T10:00:00-04:00', '1970-01-01T20:00:00-04:00'],
    ['DATE_MISMATCH', '2026-08-20T10:00:00-04:00', '2026-08-20T20:00:00-04:00'],
    ['DATE_MISMATCH', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ['MISSING_END', '2026-08-18T10:00:00-04:00', null],
    ['MISSING_END', undefined, '2026-08-18T20:00:00-04:00'],
    ['MISSING_END', '', ''],
    ['EQUAL_ENDS', '00:00', '00:00'],
    ['EQUAL_ENDS', '12:00 AM', '12:00 AM'],
    ['CLOSES_BEFORE_OPENING', '10:00', '09:00'],
    ['UNREADABLE', '25:00', '20:00'],
    ['UNREADABLE', '10:00', '13:00 PM'],
    ['UNREADABLE', '10:60', '20:00'],
    ['UNREADABLE', '10', '20'],
    ['UNREADABLE', 'ten', '2026-08-18T20:00:00-04:00'],
    ['UNREADABLE', '2026-08-18T25:00:00-04:00', '2026-08-18T20:00:00-04:00'],
    ['UNREADABLE', '2026-08-18T10:00:00-04:00', 1_787_000_000],
    ['UNREADABLE', '2026-08-18T10:00:00-04:00', { at: '20:00' }],
  ])('as %s: %p to %p', (kind, opens, closes) => {
    expect(hours(opens, closes)).toEqual({ hours: undefined, kinds: [kind] });
  });

  it('do not affect other entries of the response', () => {
    const good = { ...TOMORROW, openingTime: '2026-08-18T10:00:00-04:00', closingTime: '2026-08-18T20:00:00-04:00' };
    const { entries, notes } = read([null, { ...good, openingTime: good.closingTime }, good, 'x', { ...good, type: 'MOON' }]);
    expect(entries).toHaveLength(1);
    expect(notes.map(({ kind }) => kind)).toEqual(['UNREADABLE', 'EQUAL_ENDS', 'UNREADABLE', 'UNREADABLE']);
  }); // prettier-ignore

  it('are removed from an INFO, which is stored for its text', () => {
    const info = { date: '2026-08-18', type: 'INFO', description: 'Closed for a storm' };
    const at = '2026-08-18T00:00:00-04:00';
    const { entries, notes } = read([{ ...info, openingTime: at, closingTime: at }, info]);
    expect(entries).toMatchObject(Array(2).fill({ opensAtMs: null, closesAtMs: null, description: info.description }));
    expect(notes.map(({ kind }) => kind)).toEqual(['INFO_HOURS']);
  });
});

describe('dates', () => {
  const entry = (date: unknown, day: string) => ({
    date,
    type: 'OPERATING',
    openingTime: `${day}T10:00:00-04:00`,
    closingTime: `${day}T20:00:00-04:00`,
  });

  it('before the park’s today are past, in its own time zone', () => {
    const { entries, past, notes } = read([entry('2026-08-16', '2026-08-16'), entry('2026-08-17', '2026-08-17')]);
    expect([entries.length, past.length, notes.length]).toEqual([1, 1, 0]);
    expect(read([entry('1970-01-01', '1970-01-02')]).past).toHaveLength(1);
  });

  it('before today are the only reported problem, whatever else is wrong with the entry', () => {
    const at = '1970-01-01T00:00:00Z';
    const { notes } = read([{ date: '1970-01-01', type: 'OPERATING', openingTime: at, closingTime: at }]);
    expect(notes.map(({ kind }) => kind)).toEqual(['PAST_DATE']);
  });

  it('of today are past if the opening began yesterday', () => {
    const late = { openingTime: '2026-08-16T22:00:00-04:00', closingTime: '2026-08-17T02:00:00-04:00' };
    expect(read([{ date: '2026-08-17', type: 'TICKETED_EVENT', ...late }]).past).toHaveLength(1);
  });

  it('may be up to a hundred years ahead', () => {
    expect(readOne(entry('2100-12-31', '2100-12-31')).kinds).toEqual([]);
    expect(readOne(entry('2126-08-18', '2126-08-18')).kinds).toEqual(['FAR_FUTURE']);
  });

  it('that are unreadable are taken from the opening', () => {
    for (const date of [null, 5, '2026-02-30', '18/08/2026']) {
      const { entries, notes } = read([entry(date, '2026-08-18')]);
      expect(entries.map(({ localDate }) => localDate)).toEqual(['2026-08-18']);
      expect(notes.map(({ kind }) => kind)).toEqual(['DATE_FROM_OPENING']);
    }
  });
});

describe('purchases', () => {
  const readPurchases = (purchases: unknown) => {
    const { entries, notes } = read([
      { ...TOMORROW, openingTime: '2026-08-18T10:00:00', closingTime: '2026-08-18T20:00:00', purchases },
    ]);
    const kinds = notes.map(({ kind }) => kind).filter((kind) => kind !== 'LOCAL_TIME');
    return { offers: entries[0]!.offers, json: entries[0]!.purchases, kinds };
  };
  const offer = (price: unknown) => ({ id: 'x', name: 'Pass', type: 'PACKAGE', price, available: true });

  it.each([
    [{ amount: 1500, currency: 'JPY', formatted: '¥1,500' }, 1500, 'JPY'],
    [{ amount: 0, currency: 'USD', formatted: '$0.00' }, 0, 'USD'],
    [{ amount: 0, currency: 'USD', formatted: 'Unknown' }, null, 'USD'],
    [{ amount: null, currency: 'USD' }, null, 'USD'],
    [null, null, null],
  ])('%j cost %p %p', (price, priceMinor, currency) => {
    const { offers, kinds } = readPurchases([offer(price)]);
    expect(offers).toEqual([
      { key: 'x', name: 'Pass', purchaseType: 'PACKAGE', priceMinor, currency, isAvailable: true },
    ]);
    expect(kinds).toEqual([]);
  });

  it.each([['sold out'], [5], [true], [{ id: 'x' }], [JSON.parse(`${'['.repeat(900)}${']'.repeat(900)}`)]])(
    'that are no list cost themselves, not the hours: %#',
    (purchases: unknown) => {
      expect(readPurchases(purchases)).toEqual({ offers: [], json: null, kinds: ['PURCHASES'] });
    },
  );

  it('with one damaged element keep the others', () => {
    const { offers, kinds } = readPurchases([5, offer({ amount: -5, currency: 'USD' }), { ...offer(null), id: 'y' }]);
    expect(offers.map(({ key, priceMinor, currency }) => [key, priceMinor, currency])).toEqual([
      ['x', null, 'USD'],
      ['y', null, null],
    ]);
    expect(kinds).toEqual(['PURCHASES']);
  });
});
