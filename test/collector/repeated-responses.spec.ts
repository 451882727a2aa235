import { liveBody, liveEntry, liveId } from '../support/live-response.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { HandMadeApi } from '../support/hand-made-api.js';
import { recordQueries } from '../support/query-hook.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { valuesOfTables } from '../support/values-of-tables.js';

const DESTINATION = liveId(900);
const START_MS = Date.parse('2026-04-15T16:40:00.250Z');
const MINUTE_MS = 60_000;
const TABLES = [
  'ride_status_snapshots', 'queue_data', 'ride_current', 'queue_current', 'entity_live_details', 'invalidated_park_days',
  'collection_run_destinations', 'rides', 'parks', 'data_quality_log',
]; // prettier-ignore
const SHOWTIMES = [{ type: 'Performance', startTime: '2026-04-15T20:00:00-04:00', endTime: null }];

const bodyOf = (waitTime: number) =>
  liveBody([
    liveEntry({ id: liveId(1), queue: { STANDBY: { waitTime }, SINGLE_RIDER: { waitTime: 5 } } }),
    liveEntry({ id: liveId(2), name: 'Carousel', status: 'CLOSED', queue: undefined }),
    liveEntry({ id: liveId(3), name: 'Parade', entityType: 'SHOW', showtimes: SHOWTIMES }),
  ]);
const [USUAL, OTHER] = [bodyOf(45), bodyOf(60)];
const RIDE = `(SELECT ride_id FROM rides WHERE themeparks_wiki_id = '${liveId(1)}')`;

/** Database and collector; the forgetful one is a new process for each poll. */
class Side {
  private app: CollectorApp | null = null;

  constructor(
    readonly database: TestDatabase,
    private readonly api: HandMadeApi,
    private readonly clock: SettableClock,
    private readonly isForgetful: boolean,
  ) {}

  async open(): Promise<CollectorApp> {
    this.app ??= await CollectorApp.start({
      connection: this.database.connectionOptions,
      settings: { LIVE_API_BASE_URL: this.api.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' },
      clock: this.clock,
    });
    return this.app;
  }

  async poll(): Promise<void> {
    expect(await (await this.open()).collection.collect()).toMatchObject({ failures: [] });
    if (this.isForgetful) await this.close();
  }

  async close(): Promise<void> {
    await this.app?.close();
    this.app = null;
  }

  /** Everything that a poll writes; names also with their dates. */
  async stored(): Promise<unknown> {
    const names = await (
      await this.open()
    ).query(
      `SELECT r.themeparks_wiki_id, r.last_seen_at AS ride_seen, n.name, n.first_seen_at, n.last_seen_at
         FROM ride_names n JOIN rides r ON r.ride_id = n.ride_id ORDER BY 1, 2, 3`,
    );
    return { names, ...(await valuesOfTables(this.database.connectionOptions, TABLES)) };
  }
}

describe('a response that equals the one before', () => {
  const clock = new SettableClock(START_MS);
  let api: HandMadeApi;
  let sides: Side[] = [];

  beforeAll(async () => {
    api = await HandMadeApi.start();
  });

  beforeEach(async () => {
    clock.nowMs = START_MS;
    const databases = [await createTestDatabase('repeated_kept'), await createTestDatabase('repeated_forgotten')];
    sides = databases.map((database, index) => new Side(database, api, clock, index === 1));
    for (const side of sides) await (await side.open()).knowDestinations([DESTINATION]);
  }, 60_000);

  afterEach(async () => {
    for (const side of sides) {
      await side.close();
      await side.database.drop();
    }
  }, 60_000);

  afterAll(() => api.close());

  async function pollAt(minute: number, body: unknown = USUAL): Promise<void> {
    clock.nowMs = START_MS + minute * MINUTE_MS;
    api.responses.set(`/entity/${DESTINATION}/live`, body);
    for (const side of sides) await side.poll();
  }

  const change = async (...statements: string[]): Promise<void> => {
    for (const side of sides) for (const sql of statements) await (await side.open()).query(sql);
  };

  /** What may happen between two polls with the same response. */
  const EVENTS: [string, () => Promise<void>][] = [
    ['nothing', () => Promise.resolve()],
    ['another response', () => pollAt(15, OTHER)],
    ['polls longer ago than values are carried forward', () => pollAt(200)],
    [
      'a new name of a ride',
      () => change(`UPDATE rides SET name = 'Renamed' WHERE themeparks_wiki_id = '${liveId(1)}'`),
    ],
    ['a new time zone of the park', () => change(`UPDATE parks SET timezone = 'Asia/Tokyo'`)],
    [
      'an import that replaced a live row',
      () =>
        change(
          `UPDATE ride_status_snapshots SET data_source = 'ARCHIVE', last_confirmed_at = NULL WHERE ride_id = ${RIDE}`,
          `UPDATE ride_current SET data_source = 'ARCHIVE', last_confirmed_at = NULL WHERE ride_id = ${RIDE}`,
        ),
    ],
    [
      'an import of a newer state',
      () =>
        change(
          `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
           VALUES (${RIDE}, '2026-04-15 16:52:00', 'DOWN', NULL, 'ARCHIVE')`,
          `UPDATE ride_current SET recorded_at = '2026-04-15 16:52:00', status = 'DOWN', wait_time = NULL,
                  last_confirmed_at = NULL, last_updated_api = NULL, data_source = 'ARCHIVE' WHERE ride_id = ${RIDE}`,
        ),
    ],
    [
      'an import of a newer queue',
      () => change(`UPDATE queue_current SET data_source = 'ARCHIVE', last_confirmed_at = NULL`),
    ],
    [
      'details of another process',
      () => change(`UPDATE entity_live_details SET last_confirmed_at = '2026-04-15 16:50:01'`),
    ],
    [
      'another use of a name',
      () => change(`UPDATE ride_names SET last_seen_at = '2027-01-01' WHERE ride_id = ${RIDE}`),
    ],
  ];

  it.each(EVENTS)(
    'leads to the same rows as in a new process, after %s',
    async (_, happen) => {
      for (const minute of [0, 5, 10]) await pollAt(minute);
      await happen();
      const afterMs = clock.nowMs - START_MS;
      for (const minute of [15, 20, 25]) await pollAt(afterMs / MINUTE_MS + minute - 10);
      const [kept, forgotten] = await Promise.all(sides.map((side) => side.stored()));
      expect(kept).toEqual(forgotten);
    },
    60_000,
  );

  it('leads to the same rows if another process stored a response in between', async () => {
    for (const minute of [0, 5]) await pollAt(minute);
    const [kept, forgotten] = sides;
    const other = new Side(kept!.database, api, clock, true);
    clock.nowMs = START_MS + 7 * MINUTE_MS;
    api.responses.set(`/entity/${DESTINATION}/live`, OTHER);
    await other.poll();
    await forgotten!.poll();
    for (const minute of [10, 15]) await pollAt(minute);
    expect(await kept!.stored()).toEqual(await forgotten!.stored());
  }, 60_000);

  it('is confirmed without reading what is stored', async () => {
    for (const minute of [0, 5]) await pollAt(minute);
    clock.nowMs += 5 * MINUTE_MS;
    const sent = await recordQueries(() => sides[0]!.poll());
    const statements = sent.map(({ sql }) => sql.replaceAll(/\s+/g, ' ').trim());
    const reads = statements.filter((sql) => /FROM (ride_current|queue_current|entity_live_details)/.test(sql));
    expect(reads).toEqual([]);
    expect(statements.filter((sql) => sql.startsWith('UPDATE ride_status_snapshots'))).toHaveLength(1);
  }, 60_000);
});
