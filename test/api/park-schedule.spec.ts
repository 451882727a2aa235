import type {
  ParkPricesView,
  ParkScheduleView,
} from '../../src/modules/catalog/published-schedule/park-schedule.dto.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

/** Noon in New York. */
const NOW = new Date('2026-08-18T16:00:00Z');
const PASS = { id: 'pass', name: 'Pass', type: 'PACKAGE', price: { amount: 3900, currency: 'USD' }, available: true };

let database: TestDatabase;
let api: ApiApp;
let parkId = 0;

beforeAll(async () => {
  database = await createTestDatabase('api_park_schedule');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api' },
    clock: { now: () => NOW },
  });
  const rows = new LiveRows(api.query.bind(api));
  await rows.destination(1, 'Resort');
  for (const id of [1, 2, 3, 4, 5, 6]) await rows.park(id, 1, `Park ${id}`);
  await api.query("UPDATE parks SET timezone = 'America/New_York'");
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});
beforeEach(() => {
  parkId++;
});

interface Entry {
  park?: number;
  type?: string;
  description?: string;
  purchases?: unknown;
  reportedFrom?: string;
  withdrawnAt?: string;
}

async function publish(date: string, opens: string | null, closes: string | null, entry: Entry = {}): Promise<void> {
  const { type = 'OPERATING', description = null, purchases, reportedFrom = '2026-07-01T06:00:00Z' } = entry;
  const dateOf = (text: string | null | undefined) => (text == null ? null : new Date(text));
  await api.query(
    `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, description, purchases, reported_from,
                                 reported_until, withdrawn_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      entry.park ?? parkId,
      date,
      type,
      dateOf(opens),
      dateOf(closes),
      description,
      purchases === undefined ? null : JSON.stringify(purchases),
      dateOf(reportedFrom),
      dateOf(entry.withdrawnAt ?? '2026-08-18T06:00:00Z'),
      dateOf(entry.withdrawnAt),
    ],
  );
}

async function schedule(query = '', park = parkId): Promise<Json<ParkScheduleView>> {
  const { status, body } = await api.get<Json<ParkScheduleView>>(
    `/api/parks/${park}/schedule${query}`,
    '/api/parks/{parkId}/schedule',
  );
  expect(status).toBe(200);
  return body;
}

describe('the schedule of a park', () => {
  it('has entries of every type with hours, text and purchases, by date and opening', async () => {
    await publish('2026-08-19', '2026-08-19T13:00:00Z', '2026-08-20T02:00:00Z', { purchases: [PASS] });
    await publish('2026-08-18', '2026-08-18T23:00:00Z', '2026-08-19T05:00:00Z', {
      type: 'TICKETED_EVENT',
      description: 'Night',
    });
    await publish('2026-08-18', '2026-08-18T12:30:00Z', '2026-08-18T13:00:00Z', { type: 'EXTRA_HOURS' });
    await publish('2026-08-18', '2026-08-18T14:00:00Z', '2026-08-18T16:00:00Z', { type: 'PRIVATE_EVENT' });
    await publish('2026-08-20', null, null, { type: 'INFO', description: 'Refurbishment' });
    const { today, from, to, timezone, data } = await schedule();
    expect({ today, from, to, timezone }).toEqual({
      today: '2026-08-18',
      from: '2026-08-18',
      to: '2026-09-17',
      timezone: 'America/New_York',
    });
    expect(
      data.map(({ date, type, opensAtLocal, closesAtLocal, description }) => [
        date,
        type,
        opensAtLocal,
        closesAtLocal,
        description,
      ]),
    ).toEqual([
      ['2026-08-18', 'EXTRA_HOURS', '2026-08-18T08:30:00-04:00', '2026-08-18T09:00:00-04:00', null],
      ['2026-08-18', 'PRIVATE_EVENT', '2026-08-18T10:00:00-04:00', '2026-08-18T12:00:00-04:00', null],
      ['2026-08-18', 'TICKETED_EVENT', '2026-08-18T19:00:00-04:00', '2026-08-19T01:00:00-04:00', 'Night'],
      ['2026-08-19', 'OPERATING', '2026-08-19T09:00:00-04:00', '2026-08-19T22:00:00-04:00', null],
      ['2026-08-20', 'INFO', null, null, 'Refurbishment'],
    ]);
    expect(data[3]).toMatchObject({
      opensAt: '2026-08-19T13:00:00.000Z',
      purchases: [
        { key: 'pass', name: 'Pass', type: 'PACKAGE', priceMinor: 3900, priceCurrency: 'USD', isAvailable: true },
      ],
      hoursProblem: null,
      withdrawnAt: null,
      publishedForParkId: parkId,
    });
    expect((await schedule('?type=INFO')).data.map(({ date }) => date)).toEqual(['2026-08-20']);
  });

  it('keeps a free purchase apart from one without a price', async () => {
    const free = { name: 'Free', price: { amount: 0, currency: 'USD' } };
    const unknown = { name: 'Unknown', price: { amount: null, currency: 'USD' }, available: false };
    await publish('2026-08-18', '2026-08-18T13:00:00Z', '2026-08-19T02:00:00Z', {
      purchases: [free, unknown, { name: 'No price' }],
    });
    const { data } = await schedule();
    expect(data[0]!.purchases.map(({ key, priceMinor, isAvailable }) => [key, priceMinor, isAvailable])).toEqual([
      ['Free', 0, null],
      ['Unknown', null, false],
      ['No price', null, null],
    ]);
  });

  it('has past dates, and over a clock change two offsets', async () => {
    await publish('2025-11-01', '2025-11-01T14:00:00Z', '2025-11-02T07:30:00Z');
    await publish('2025-10-31', '2025-10-31T14:00:00Z', '2025-10-31T22:00:00Z');
    const { data } = await schedule('?from=2025-11-01&to=2025-11-01');
    expect(data.map(({ opensAtLocal, closesAtLocal }) => [opensAtLocal, closesAtLocal])).toEqual([
      ['2025-11-01T10:00:00-04:00', '2025-11-02T02:30:00-05:00'],
    ]);
    expect((await schedule('?to=2025-11-01')).from).toBe('2025-11-01');
    expect((await schedule('?from=2025-10-31&to=2025-11-01')).data).toHaveLength(2);
  });

  it('shows on request what was replaced, and when', async () => {
    const changed = '2026-07-12T06:10:04Z';
    await publish('2026-08-18', '2026-08-18T13:00:00Z', '2026-08-19T03:00:00Z', { withdrawnAt: changed });
    await publish('2026-08-18', '2026-08-18T13:00:00Z', '2026-08-19T02:00:00Z', {
      reportedFrom: changed,
      description: 'New',
    });
    await api.query(
      `INSERT INTO park_schedule_descriptions (schedule_id, description, replaced_at)
       SELECT schedule_id, 'Old', '2026-07-20 06:10:00' FROM park_schedules WHERE park_id = ? AND withdrawn_at IS NULL`,
      [parkId],
    );
    const now = await schedule();
    expect(now.data).toMatchObject([{ closesAt: '2026-08-19T02:00:00.000Z', formerDescriptions: [] }]);
    const { data } = await schedule('?history=true');
    expect(data).toMatchObject([
      { closesAt: '2026-08-19T03:00:00.000Z', withdrawnAt: '2026-07-12T06:10:04.000Z' },
      {
        reportedFrom: '2026-07-12T06:10:04.000Z',
        withdrawnAt: null,
        formerDescriptions: [{ description: 'Old', replacedAt: '2026-07-20T06:10:00.000Z' }],
      },
    ]);
  });

  it('names implausible hours and repairs a closing time before its opening, like statistics', async () => {
    await publish('2026-08-18', '2026-08-18T04:00:00Z', '2026-08-18T04:00:00Z');
    await publish('2026-08-19', '2026-08-19T22:00:00Z', '2026-08-19T06:00:00Z');
    const { data } = await schedule();
    expect(data.map(({ hoursProblem, closesAt }) => [hoursProblem, closesAt])).toEqual([
      ['EQUAL_ENDS', '2026-08-18T04:00:00.000Z'],
      [null, '2026-08-20T06:00:00.000Z'],
    ]);
  });

  it('takes dates without an own entry from a park that was declared to be the same', async () => {
    const other = parkId;
    const own = (parkId = 1);
    await publish('2026-08-25', '2026-08-25T13:00:00Z', '2026-08-25T20:00:00Z', { park: own });
    await publish('2026-08-25', '2026-08-25T13:00:00Z', '2026-08-25T23:00:00Z', { park: other });
    await publish('2026-08-26', '2026-08-26T13:00:00Z', '2026-08-26T23:00:00Z', { park: other });
    await api.query(
      `INSERT INTO catalog_decisions (kind, park_id, target_park_id, decided_by, decided_at) VALUES ('SAME_AS', ?, ?, 'PERSON', ?)`,
      [other, own, NOW],
    );
    const { data } = await schedule('?from=2026-08-25&to=2026-08-26', own);
    expect(data.map(({ date, publishedForParkId }) => [date, publishedForParkId])).toEqual([
      ['2026-08-25', own],
      ['2026-08-26', other],
    ]);
    parkId = other;
  });

  it.each([
    ['?from=2026-08-19&to=2026-08-18', 400, 'DATE_OUT_OF_RANGE'],
    ['?from=2025-01-01&to=2026-02-05', 400, 'DATE_OUT_OF_RANGE'],
    ['?from=2026-02-30', 400, 'VALIDATION_FAILED'],
    ['?type=CLOSED', 400, 'VALIDATION_FAILED'],
    ['?history=maybe', 400, 'VALIDATION_FAILED'],
  ])('refuses %s', async (query, status, code) => {
    for (const path of ['schedule', 'prices']) {
      const answer = await api.get<{ error: { code: string } }>(
        `/api/parks/1/${path}${query}`,
        `/api/parks/{parkId}/${path}`,
      );
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    }
  });

  it('is not found for an unknown park', async () => {
    for (const path of ['schedule', 'prices']) {
      expect((await api.get(`/api/parks/999/${path}`, `/api/parks/{parkId}/${path}`)).status).toBe(404);
    }
  });
});

describe('the prices of a park', () => {
  it('are the last published ones by date, and on request all with the time of their publication', async () => {
    const price = (minor: number | null, from: string, until: string, replacedAt: string | null) =>
      api.query(
        `INSERT INTO park_schedule_prices (park_id, local_date, schedule_type, purchase_key, purchase_name, purchase_type, price_minor,
           price_currency, is_available, reported_from, reported_until, replaced_at)
         VALUES (1, '2026-08-20', 'OPERATING', 'pass', 'Pass', 'PACKAGE', ?, 'USD', 1, ?, ?, ?)`,
        [minor, new Date(from), new Date(until), replacedAt && new Date(replacedAt)],
      );
    await price(0, '2026-08-01T06:00:00Z', '2026-08-02T06:00:00Z', '2026-08-03T06:00:00Z');
    await price(null, '2026-08-03T06:00:00Z', '2026-08-03T06:00:00Z', '2026-08-04T06:00:00Z');
    await price(3900, '2026-08-04T06:00:00Z', '2026-08-18T06:00:00Z', null);
    const prices = async (query: string) =>
      (await api.get<Json<ParkPricesView>>(`/api/parks/1/prices${query}`, '/api/parks/{parkId}/prices')).body.data;
    expect(await prices('')).toMatchObject([{ date: '2026-08-20', key: 'pass', priceMinor: 3900, replacedAt: null }]);
    const all = await prices('?history=true&type=OPERATING');
    expect(all.map(({ priceMinor }) => priceMinor)).toEqual([0, null, 3900]);
    expect(all[0]).toMatchObject({
      reportedFrom: '2026-08-01T06:00:00.000Z',
      reportedUntil: '2026-08-02T06:00:00.000Z',
      replacedAt: '2026-08-03T06:00:00.000Z',
    });
    expect(await prices('?from=2026-08-21')).toEqual([]);
  });
});
