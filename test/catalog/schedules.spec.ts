import { LAST_ASKED_HOURS, ScheduledPark } from '../support/scheduled-park.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let park: ScheduledPark;

beforeAll(async () => {
  park = await ScheduledPark.start('schedules');
});
afterAll(() => park?.close());
beforeEach(() => park.reset('2026-08-17T12:00:00Z'));

describe('published entries of past dates', () => {
  it('stay unchanged, whatever a later response contains', async () => {
    await park.publish(park.days('2026-08-17', 6));
    const before = await park.rowsBefore('2026-08-20');
    park.nowMs += 3 * DAY_MS;
    const stray = [
      park.entry('1970-01-01', '00:00', '00:00'),
      park.entry('2026-08-18', '11:00', '13:00'),
      park.entry('2026-08-19', '10:00', '20:00'),
      park.entry('2026-08-01', '10:00', '20:00'),
    ];
    const report = await park.publish([...stray, ...park.days('2026-08-20', 6)]);
    expect(report).toMatchObject({ scheduleEntriesAdded: 3, scheduleEntriesWithdrawn: 0, scheduleEntriesRefused: 3 });
    expect(await park.rowsBefore('2026-08-20')).toEqual(before);
    expect(await park.findings()).toEqual([['SCHEDULE_PAST_DATE', 3]]);
  });

  it('are ignored without a finding if a later response still has days that were never published', async () => {
    await park.publish([park.entry('2026-08-17')]);
    const report = await park.publish([park.entry('2026-08-15'), park.entry('2026-08-16'), park.entry('2026-08-17')]);
    expect(report).toMatchObject({ scheduleEntriesAdded: 0, scheduleEntriesRefused: 0 });
    expect(await park.findings()).toEqual([]);
  });

  it('are past by the time zone of the park: in Honolulu yesterday evening is today', async () => {
    park.timezone = 'Pacific/Honolulu';
    park.nowMs = Date.parse('2026-08-18T05:00:00Z');
    await park.publish([park.entry('2026-08-17', '10:00', '20:00')]);
    expect(await park.publish([park.entry('2026-08-17', '10:00', '22:00')])).toMatchObject({
      scheduleEntriesAdded: 1,
      scheduleEntriesWithdrawn: 1,
    });
  });

  it('are past from midnight on even if the opening continues', async () => {
    park.nowMs = Date.parse('2026-08-18T02:00:00Z');
    await park.publish([park.entry('2026-08-17', '10:00', '03:00', '2026-08-18'), park.entry('2026-08-18')]);
    park.nowMs = Date.parse('2026-08-18T04:30:00Z');
    await park.publish([park.entry('2026-08-17', '10:00', '02:00', '2026-08-18'), park.entry('2026-08-18')]);
    expect(await park.holding()).toEqual(['2026-08-17 14:00-07:00', '2026-08-18 14:00-00:00']);
  });
});

describe('the first response about a park', () => {
  const past = () => [
    park.entry('2026-08-16', '10:00', '02:00', '2026-08-17'),
    park.entry('2026-08-09'),
    park.entry('1970-01-01'),
  ];

  it('may add its last days, and invalidates them', async () => {
    await park.publish([...past(), park.entry('2026-08-17')]);
    expect(await park.holding()).toEqual(['2026-08-16 14:00-06:00', '2026-08-17 14:00-00:00']);
    expect(await park.invalidatedParkDays()).toEqual(['2026-08-16 SCHEDULE', '2026-08-17 SCHEDULE']);
    expect(await park.findings()).toEqual([['SCHEDULE_PAST_DATE', 2]]);
  });

  it('is the only response that may add past days', async () => {
    await park.publish([park.entry('2026-08-18')]);
    await park.publish([...past(), park.entry('2026-08-18')]);
    expect(await park.holding()).toEqual(['2026-08-18 14:00-00:00']);
  });
});

describe('a hole in a response', () => {
  it('withdraws nothing, however often it is repeated', async () => {
    await park.publish(park.days('2026-08-17', 10));
    const before = await park.holding();
    for (let look = 0; look < 5; look++) {
      park.nowMs += 12 * HOUR_MS;
      const today = park.localDate();
      const withHole = park.days('2026-08-17', 10).filter(({ date }) => date >= today && !/2[1-4]$/.test(date));
      expect(await park.publish(withHole)).toMatchObject({ scheduleEntriesWithdrawn: 0 });
    }
    expect(await park.publish([])).toMatchObject({ scheduleEntriesWithdrawn: 0 });
    expect(await park.holding()).toEqual(before);
    expect(await park.findings()).toEqual([]);
  });

  it('keeps the time until which a date was published', async () => {
    await park.publish(park.days('2026-08-17', 3));
    park.nowMs += HOUR_MS;
    await park.publish([park.entry('2026-08-17'), park.entry('2026-08-19')]);
    const reportedUntil = await park.column('UNIX_TIMESTAMP(reported_until)');
    expect(reportedUntil.map((seconds) => park.nowMs - Number(seconds) * 1000)).toEqual([0, HOUR_MS, 0]);
  });
});

describe('a response that changes most coming dates at once', () => {
  const later = () => park.days('2026-08-17', 6).map(({ date }) => park.entry(date, '10:00', '22:00'));

  it('is held back with a finding, and applied when a later response confirms it', async () => {
    await park.publish(park.days('2026-08-17', 6));
    const before = await park.holding();
    park.nowMs += 2 * HOUR_MS;
    const report = await park.publish([...later(), park.entry('2026-08-25')]);
    expect(report).toMatchObject({
      scheduleEntriesAdded: 1,
      scheduleEntriesWithdrawn: 0,
      scheduleDatesHeldBack: 6,
    });
    expect(await park.holding()).toEqual([...before, '2026-08-25 14:00-00:00']);
    expect(await park.findings()).toEqual([['SCHEDULE_MASS_CHANGE', 6]]);
    park.nowMs += 2 * HOUR_MS;
    expect(await park.publish(later())).toMatchObject({ scheduleEntriesAdded: 6, scheduleEntriesWithdrawn: 6 });
    expect((await park.holding()).slice(0, 6).every((hours) => hours.endsWith('14:00-02:00'))).toBe(true);
    expect(await park.findings()).toEqual([]);
  });

  it('changes nothing if the next response has the previous hours again', async () => {
    await park.publish(park.days('2026-08-17', 6));
    const before = await park.holding();
    for (const entries of [later(), park.days('2026-08-17', 6), later(), park.days('2026-08-17', 6)]) {
      park.nowMs += 2 * HOUR_MS;
      await park.publish(entries);
      expect(await park.holding()).toEqual(before);
    }
    expect(await park.column('withdrawn_at')).toEqual(Array(6).fill(null));
    expect(await park.findings()).toEqual([]);
  });

  describe('that no response confirms', () => {
    const pending = () => park.query('SELECT local_date FROM park_schedule_pending');
    const resolution = async () => {
      const [row] = await park.query<{ status: string; notes: string }>(
        `SELECT resolution_status AS status, resolution_notes AS notes FROM data_quality_log
          WHERE reason = 'SCHEDULE_MASS_CHANGE'`,
      );
      return row!;
    };
    const hold = async () => {
      await park.publish(park.days('2026-08-17', 6));
      park.nowMs += HOUR_MS;
      await park.publish(later());
      expect(await pending()).toHaveLength(6);
    };

    it('is settled when its dates have passed, even without further responses', async () => {
      await hold();
      const before = await park.holding();
      park.api.responses.set(`/entity/${park.id}/schedule`, null);
      park.nowMs += 5 * 24 * HOUR_MS;
      await park.refresh();
      expect(await pending()).toHaveLength(1);
      expect(await resolution()).toMatchObject({ status: 'OPEN' });
      park.nowMs += 24 * HOUR_MS;
      await park.refresh();
      expect(await pending()).toEqual([]);
      const { status, notes } = await resolution();
      expect(status).toBe('RESOLVED');
      expect(notes).toContain('before its dates passed');
      expect(await park.holding()).toEqual(before);
    });

    it('is settled by a later response that has only other dates', async () => {
      await hold();
      park.nowMs += 7 * 24 * HOUR_MS;
      await park.publish(park.days('2026-08-25', 3));
      expect(await pending()).toEqual([]);
      expect(await resolution()).toMatchObject({ status: 'RESOLVED' });
    });
  });

  it('is applied at once if few dates are known', async () => {
    await park.publish(park.days('2026-08-17', 2));
    expect(await park.publish(later().slice(0, 2))).toMatchObject({ scheduleEntriesWithdrawn: 2 });
  });
});

describe('purchases', () => {
  const pass = (amount: number | null, more: object = {}) => [
    { id: 'x', name: 'Pass', type: 'PACKAGE', price: { amount, currency: 'USD' }, available: true, ...more },
  ];
  const withPrice = (purchases: unknown) => [{ ...park.entry('2026-08-20'), purchases }];

  it('have a separate history, and never change the hours', async () => {
    for (const purchases of [
      pass(3700),
      pass(3500),
      pass(3500),
      pass(3500, { available: false }),
      pass(null),
      undefined,
    ]) {
      await park.publish(withPrice(purchases));
      park.nowMs += HOUR_MS;
    }
    expect(await park.column('withdrawn_at')).toEqual([null]);
    const prices = await park.query<object>(
      `SELECT price_minor AS minor, price_currency AS currency, is_available AS available,
              TIMESTAMPDIFF(HOUR, reported_from, reported_until) AS hours, replaced_at IS NULL AS isCurrent
         FROM park_schedule_prices ORDER BY price_id`,
    );
    expect(prices.map((row) => Object.values(row).map(Number))).toMatchObject(
      [[3700, NaN, 1, 0, 0], [3500, NaN, 1, 1, 0], [3500, NaN, 0, 0, 0], [0, NaN, 1, 0, 1]],
    ); // prettier-ignore
    expect(prices.at(-1)).toMatchObject({ minor: null, currency: 'USD' });
  });

  it.each([['"sold out"'], ['5'], ['{"a":1}'], ['null']])(
    'of an older version that are no list (%s) end no later synchronisation',
    async (json) => {
      await park.publish(withPrice(pass(3700)));
      await park.query('UPDATE park_schedules SET purchases = ?', [json]);
      await park.publish(withPrice(undefined));
      await park.publish(withPrice(pass(3500)));
      expect(JSON.parse((await park.column('CAST(purchases AS CHAR)'))[0] as string)).toEqual(pass(3500));
      expect(await park.column('withdrawn_at')).toEqual([null]);
    },
  );

  it('do not affect the hours if they are unreadable', async () => {
    expect(await park.publish(withPrice('sold out'))).toMatchObject({ scheduleEntriesAdded: 1, failures: [] });
    expect(await park.findings()).toEqual([['SCHEDULE_PURCHASES', 1]]);
  });

  it('and descriptions are shown as last published, and earlier descriptions are kept', async () => {
    await park.publish(withPrice(pass(3700)));
    for (const description of ['Event day', 'Event day', 'Short day']) {
      park.nowMs += 7_200_000;
      await park.publish([{ ...park.entry('2026-08-20'), description, purchases: pass(3500) }]);
    }
    expect(await park.column('description')).toEqual(['Short day']);
    const former = await park.query<{ description: string | null; replacedAt: Date }>(
      'SELECT description, replaced_at AS replacedAt FROM park_schedule_descriptions ORDER BY description_id',
    );
    expect(former.map(({ description }) => description)).toEqual([null, 'Event day']);
    expect(former[1]!.replacedAt.getTime()).toBe(park.nowMs);
    expect(JSON.parse((await park.column('CAST(purchases AS CHAR)'))[0] as string)).toEqual(pass(3500));
  });
});

describe('a park', () => {
  it('that is listed only among the descendants has a schedule', async () => {
    park.isListed = false;
    await park.publish(park.days('2026-08-17', 2));
    expect(await park.holding()).toHaveLength(2);
  });

  it('without a time zone in the catalogue is read in the time zone of the response', async () => {
    park.timezone = null;
    await park.publish([park.entry('2026-08-18', '10:00', '20:00')], { timezone: 'Asia/Tokyo' });
    expect(await park.holding()).toEqual(['2026-08-18 01:00-11:00']);
    expect(await park.findings()).toEqual([['SCHEDULE_LOCAL_TIME', 1]]);
  });

  it('has only days that have begun invalidated when their hours change', async () => {
    await park.publish(park.days('2026-08-17', 3));
    await park.query('DELETE FROM invalidated_park_days');
    await park.publish(park.days('2026-08-17', 3));
    expect(await park.invalidatedParkDays()).toEqual([]);
    await park.publish([park.entry('2026-08-17', '10:00', '22:00'), park.entry('2026-08-18', '10:00', '21:00')]);
    expect(await park.invalidatedParkDays()).toEqual(['2026-08-17 SCHEDULE']);
  });
});

describe('the schedule refresh during the day', () => {
  const asked = async () => {
    park.api.asked.length = 0;
    await park.refresh();
    return park.api.asked;
  };
  const path = () => [`/entity/${park.id}/schedule`];

  it('requests each park that is open or opens within hours once, and no other', async () => {
    await park.publish([park.entry('2026-08-17', '10:00', '20:00'), park.entry('2026-08-18', '10:00', '02:00')]);
    for (const [at, isAsked] of [
      ['2026-08-17T09:30:00Z', false],
      ['2026-08-17T10:30:00Z', true],
      ['2026-08-17T14:30:00Z', true],
      ['2026-08-18T00:30:00Z', false],
      ['2026-08-19T05:59:00Z', true],
      ['2026-08-19T06:00:00Z', false],
    ] as const) {
      park.nowMs = Date.parse(at);
      expect([at, await asked()]).toEqual([at, isAsked ? path() : []]);
    }
  });

  it('also requests parks with an event, and parks without hours in which a ride operates', async () => {
    await park.publish([{ ...park.entry('2026-08-17', '18:00', '23:00'), type: 'TICKETED_EVENT' }]);
    park.nowMs = Date.parse('2026-08-17T23:00:00Z');
    expect(await asked()).toEqual(path());
    park.nowMs = Date.parse('2026-08-19T16:00:00Z');
    expect(await asked()).toEqual([]);
    await park.operate(new Date(park.nowMs - LAST_ASKED_HOURS * HOUR_MS + 60_000));
    expect(await asked()).toEqual(path());
    park.nowMs += 120_000;
    expect(await asked()).toEqual([]);
  });

  it('stores hours that changed today', async () => {
    await park.publish([park.entry('2026-08-17', '10:00', '20:00')]);
    park.nowMs += 6 * HOUR_MS;
    park.response([park.entry('2026-08-17', '10:00', '22:00')]);
    await park.refresh();
    expect(await park.holding()).toEqual(['2026-08-17 14:00-02:00']);
    const [lease] = await park.query('SELECT last_result AS result FROM job_leases WHERE name = ?', [
      'schedule-refresh',
    ]);
    expect(lease).toEqual({ result: '1 parks in use or soon to open: +1 -1; 0 failed' });
  });

  it('continues after a failed park, and is skipped during a catalogue synchronisation', async () => {
    await park.publish([park.entry('2026-08-17', '10:00', '20:00')]);
    park.api.responses.delete(path()[0]!);
    expect(await asked()).toEqual(path());
    await park.query(`UPDATE job_leases SET owner = 'x', until = ? WHERE name = 'catalog-sync'`, [
      new Date(park.nowMs + HOUR_MS),
    ]);
    expect(await asked()).toEqual([]);
    const [last] = await park.query(
      `SELECT result FROM job_runs WHERE job_name = 'schedule-refresh' ORDER BY run_id DESC`,
    );
    expect(last).toEqual({ result: 'skipped: the catalogue is being read' });
  });
});
