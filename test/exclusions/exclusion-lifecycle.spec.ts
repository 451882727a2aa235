import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import { StatisticsModule } from '../../src/modules/statistics/statistics.module.js';
import { FeedHealth } from '../../src/modules/collector/feed-health/feed-health.service.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { HandMadeApi } from '../support/hand-made-api.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-08-17T00:00:00Z');
/** An instant: day 1 is 17 August 2026, and all parks are in UTC. */
const at = (day: number, hour: number): Date => new Date(START + ((day - 1) * 24 + hour) * HOUR_MS);
const DESTINATION = '00000001-0000-4000-8000-000000000001';
const parkUuid = (park: number) => `00000002-0000-4000-8000-00000000000${park}`;
const rideUuid = (park: number, ride: number) => `00000003-0000-4000-8000-0000000000${park}${ride}`;
const RIDES = [1, 2, 3, 4, 5, 6];
const FROZEN = 1;
const SHUT = 2;
const ZEROS = 3;
const STALE = 4;
const TIMESTAMP_CHURN = 5;

interface State {
  status: string;
  wait: number | null;
  stamp: Date;
}

/** Open from 10:00 to 20:00 with waits that change every hour, CLOSED at night. */
function normal(day: number, hour: number, ride: number): State {
  if (hour < 10) return { status: 'CLOSED', wait: null, stamp: at(day - 1, 20) };
  if (hour >= 20) return { status: 'CLOSED', wait: null, stamp: at(day, 20) };
  return { status: 'OPERATING', wait: 10 + 5 * ((hour + ride) % 10), stamp: at(day, hour) };
}

const STATES: Readonly<Record<number, (day: number, hour: number, ride: number) => State>> = {
  // On day 2 the feed is stale from 12:00 to 18:00.
  [FROZEN]: (day, hour, ride) => normal(day, day === 2 && hour > 12 && hour < 18 ? 12 : hour, ride),
  // One ride opens on day 5 at 11:00.
  [SHUT]: (day, hour, ride) =>
    day === 5 && hour >= 11 && ride === 1
      ? { status: 'OPERATING', wait: 5, stamp: at(5, 11) }
      : { status: 'CLOSED', wait: null, stamp: at(day, hour) },
  // The first wait above 0 is posted on day 4 at 12:00, except for sentinels of ride 1 at 15:00 of day 2 and 11:00 of day 4.
  [ZEROS]: (day, hour, ride) => {
    const state = normal(day, hour, ride);
    if (ride === 1 && ((day === 2 && hour === 15) || (day === 4 && hour === 11))) return { ...state, wait: 999 };
    return state.wait === null || day > 4 || (day === 4 && hour >= 12) ? state : { ...state, wait: 0 };
  },
  // Ride 1 is repeated until day 4 at 11:00.
  [STALE]: (day, hour, ride) =>
    ride === 1 && (day < 4 || (day === 4 && hour < 11))
      ? { status: 'OPERATING', wait: 5, stamp: at(0, 5) }
      : normal(day, hour, ride),
  // In the night after day 1, ride 1 reports OPERATING with a new timestamp at every poll.
  [TIMESTAMP_CHURN]: (day, hour, ride) =>
    ride === 1 && ((day === 1 && hour >= 20) || (day === 2 && hour < 10))
      ? { status: 'OPERATING', wait: 0, stamp: at(day, hour) }
      : normal(day, hour, ride),
};

function liveResponse(nowMs: number): object {
  const hours = Math.floor((nowMs - START) / HOUR_MS);
  const [day, hour] = [1 + Math.floor(hours / 24), hours % 24];
  const liveData = Object.entries(STATES).flatMap(([park, stateOf]) =>
    RIDES.map((ride) => {
      const { status, wait, stamp } = stateOf(day, hour, ride);
      const queue = wait === null ? {} : { STANDBY: { waitTime: wait } };
      const ids = { id: rideUuid(Number(park), ride), parkId: parkUuid(Number(park)), externalId: `${park}-${ride}` };
      const fields = { name: `Ride ${park}-${ride}`, entityType: 'ATTRACTION', status, queue };
      return { ...ids, ...fields, lastUpdated: stamp.toISOString() };
    }),
  );
  return { id: DESTINATION, name: 'Resort', entityType: 'DESTINATION', timezone: 'UTC', liveData };
}

interface Stored {
  parkId: number;
  rideName: string | null;
  reason: string;
  scope: string;
  from: Date;
  to: Date | null;
  finding: string;
}

/** The worked examples of docs/data-quality.md. */
describe('five days of feeds that fail and recover', () => {
  const clock = new SettableClock(START);
  let database: TestDatabase;
  let api: HandMadeApi;
  let app: CollectorApp;

  beforeAll(async () => {
    database = await createTestDatabase('exclusion_lifecycle');
    api = await HandMadeApi.start();
    api.beforeResponse = (path) => void api.responses.set(path, liveResponse(clock.nowMs));
    app = await CollectorApp.start({
      connection: database.connectionOptions,
      settings: { LIVE_API_BASE_URL: api.baseUrl, LIVE_MAX_CARRY_FORWARD_MINUTES: '60' },
      clock,
      modules: [StatisticsModule],
    });
    const rows = new LiveRows((sql, values) => app.query(sql, values));
    await rows.destination(1, 'Resort');
    for (const park of Object.keys(STATES).map(Number)) {
      await rows.park(park, 1, `Park ${park}`);
      await app.query("UPDATE parks SET timezone = 'UTC' WHERE park_id = ?", [park]);
      for (const day of [1, 2, 3, 4, 5]) {
        await rows.schedule(park, at(day, 0).toISOString().slice(0, 10), at(day, 10), at(day, 20));
      }
    }
    for (let hour = 0; hour < 5 * 24; hour++) {
      clock.nowMs = START + hour * HOUR_MS;
      await app.collection.collect();
      clock.nowMs += 420_000;
      await app.get(FeedHealth).sweep();
    }
    await app.get(StatisticsRefreshService).refresh();
  });
  afterAll(async () => {
    await app?.close();
    await api?.close();
    await database?.drop();
  });

  const exclusions = (park: number) =>
    app.query<Stored>(
      `SELECT e.park_id AS parkId, r.name AS rideName, e.reason, e.scope, e.from_at AS \`from\`, e.to_at AS \`to\`,
              CONCAT(q.reason, ' ', q.resolution_status) AS finding
         FROM data_exclusions e LEFT JOIN rides r ON r.ride_id = e.ride_id
         LEFT JOIN data_quality_log q ON q.log_id = e.log_id
        WHERE e.park_id = ? ORDER BY e.from_at`,
      [park],
    );
  /** By day: minutes with a known wait over all rides. */
  const waitMinutes = async (park: number) => {
    const days = await app.query<{ day: string; minutes: string }>(
      `SELECT DAY(stat_date) - 16 AS day, wait_known_ms / 60000 AS minutes FROM park_daily_stats
        WHERE park_id = ? AND stat_date <= '2026-08-21' ORDER BY stat_date`,
      [park],
    );
    return Object.fromEntries(days.map(({ day, minutes }) => [Number(day), Number(minutes)]));
  };

  it('exclude a stale feed from its last change until its next one', async () => {
    expect(await exclusions(FROZEN)).toEqual([
      {
        ...{ parkId: FROZEN, rideName: null, reason: 'STALE_FEED', scope: 'ALL', finding: 'STALE_FEED RESOLVED' },
        ...{ from: at(2, 12), to: at(2, 18) },
      },
    ]);
    // Six rides, ten hours a day; on day 2 from 10:00 to 12:00 and from 18:00 to 20:00.
    expect(await waitMinutes(FROZEN)).toEqual({ 1: 3600, 2: 1440, 3: 3600, 4: 3600, 5: 3600 });
  });

  it('exclude a park that is open by its schedule and never operates, until a ride does', async () => {
    expect(await exclusions(SHUT)).toEqual([
      {
        ...{ parkId: SHUT, rideName: null, reason: 'NEVER_OPERATING', scope: 'ALL' },
        ...{ finding: 'NEVER_OPERATING RESOLVED', from: at(1, 0), to: at(5, 11) },
      },
    ]);
    expect((await waitMinutes(SHUT))[5]).toBe(9 * 60);
  });

  it('exclude the waits of a park that posts only zeros, until it posts another one', async () => {
    expect(await exclusions(ZEROS)).toEqual([
      {
        ...{ parkId: ZEROS, rideName: null, reason: 'ZERO_WAITS', scope: 'WAIT', finding: 'ZERO_WAITS RESOLVED' },
        ...{ from: at(1, 0), to: at(4, 12) },
      },
    ]);
    expect(await waitMinutes(ZEROS)).toEqual({ 1: 0, 2: 0, 3: 0, 4: 6 * 8 * 60, 5: 3600 });
  });

  it('exclude a stale row from the first opening without an update until its next update', async () => {
    expect(await exclusions(STALE)).toEqual([
      {
        ...{ parkId: STALE, rideName: 'Ride 4-1', reason: 'STALE_ROW', scope: 'ALL', finding: 'STALE_ROW RESOLVED' },
        ...{ from: at(1, 10), to: at(4, 11) },
      },
    ]);
    expect(await waitMinutes(STALE)).toEqual({ 1: 3000, 2: 3000, 3: 3000, 4: 3540, 5: 3600 });
  });

  it('exclude a ride that claims to operate all night, until the park opens', async () => {
    expect(await exclusions(TIMESTAMP_CHURN)).toEqual([
      {
        ...{ parkId: TIMESTAMP_CHURN, rideName: 'Ride 5-1', reason: 'TIMESTAMP_CHURN', scope: 'ALL' },
        ...{ finding: 'TIMESTAMP_CHURN OPEN', from: at(1, 20), to: at(2, 10) },
      },
    ]);
    expect(await waitMinutes(TIMESTAMP_CHURN)).toEqual({ 1: 3600, 2: 3600, 3: 3600, 4: 3600, 5: 3600 });
  });

  it('create one finding each', async () => {
    const found = await app.query<{ reason: string; n: string }>(
      `SELECT reason, COUNT(*) AS n FROM data_quality_log
        WHERE reason IN ('STALE_FEED', 'NEVER_OPERATING', 'ZERO_WAITS', 'STALE_ROW', 'TIMESTAMP_CHURN')
        GROUP BY reason ORDER BY reason`,
    );
    expect(found.map(({ reason, n }) => [reason, Number(n)])).toEqual([
      ['NEVER_OPERATING', 1],
      ['STALE_FEED', 1],
      ['STALE_ROW', 1],
      ['TIMESTAMP_CHURN', 1],
      ['ZERO_WAITS', 1],
    ]);
  });
});
