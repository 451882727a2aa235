import type { DataSource } from 'typeorm';
import { engineZone } from '../../src/common/time/zones/engine-zone.js';
import { TimeZone } from '../../src/common/time/zones/time-zone.js';
import { TIME_ZONE_VERSION, timeZoneOf } from '../../src/common/time/zones/time-zones.js';
import { recutDays } from '../../src/modules/statistics/recut-days.js';
import { fingerprintOfRules, storedRules } from '../../src/modules/statistics/stored-zone-rules.js';
import { ZoneRules } from '../../src/modules/statistics/zone-rules.service.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { StatisticsApp } from './support/statistics-app.js';
import { type ObservedState, StatsWorld } from './support/stats-world.js';

const at = (instant: string): number => Date.parse(instant);
/** The law before 2026: winter time from 1 November on. */
const OLD_LAW = new TimeZone('America/Vancouver', [
  ...timeZoneOf('America/Vancouver').periods(at('2000-01-01T00:00Z'), at('2026-11-01T09:00Z')),
  { untilMs: Infinity, offsetMs: -8 * 3_600_000 },
]);

const dayOf = (date: string): ObservedState[] => [
  [`${date}T17:00:00Z`, 'OPERATING', 10],
  [`${date}T19:00:00Z`, 'OPERATING', 30],
  [`${date}T21:00:00Z`, 'CLOSED'],
];

describe('stored days and time zone rules', () => {
  let open: OpenDatabase;
  let dataSource: DataSource;
  let app: StatisticsApp;
  let world: StatsWorld;

  beforeAll(async () => {
    open = await openMigratedDatabase('time_zone_rules');
    ({ dataSource } = open);
    app = await StatisticsApp.start(dataSource);
    world = new StatsWorld(dataSource);
  });
  afterAll(async () => {
    await app?.close();
    await open?.database.drop();
  });

  beforeEach(async () => {
    await world.clear();
    await dataSource.query('DELETE FROM data_quality_log');
    await world.park(1, 'America/Vancouver', [1]);
    await world.park(2, 'America/New_York', [2]);
    for (const date of ['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-03']) {
      await world.archive(1, dayOf(date));
      await world.archive(2, dayOf(date));
    }
    await refresh();
  });

  const refresh = async (): Promise<number> => {
    const outcome = await app.aggregator.refresh();
    return outcome.ran ? outcome.result.parkDays : NaN;
  };
  const pretendCutBy = async (zone: TimeZone, version: string) => {
    const rules = storedRules(zone);
    await dataSource.query(
      'UPDATE park_time_zone_rules SET rules = ?, fingerprint = ?, rules_version = ? WHERE park_id = 1',
      [JSON.stringify(rules), fingerprintOfRules(rules), version],
    );
  };
  const versions = () =>
    world.query('SELECT park_id, timezone, rules_version FROM park_time_zone_rules ORDER BY park_id');
  const findings = () =>
    world.query<Record<string, unknown>>(
      `SELECT reason, park_id, records_affected, resolution_status, description FROM data_quality_log ORDER BY log_id`,
    );

  it('keep the version of their rules', async () => {
    expect(await versions()).toEqual([
      { park_id: 1, timezone: 'America/Vancouver', rules_version: TIME_ZONE_VERSION },
      { park_id: 2, timezone: 'America/New_York', rules_version: TIME_ZONE_VERSION },
    ]);
    expect(await refresh()).toBe(0);
  });

  it('are invalidated only if new rules move their boundaries, and a finding reports it', async () => {
    await pretendCutBy(OLD_LAW, '2025c');
    await app.get(ZoneRules).invalidateRecutDays();
    expect(await world.marks()).toEqual([
      '1 2026-11-01',
      '1 2026-11-02',
      '1 2026-11-03',
      '1 2026-11-04',
      '1 2026-11-05',
    ]);
    expect(await findings()).toEqual([
      expect.objectContaining({ reason: 'TIME_ZONE_RULES_CHANGED', park_id: 1, records_affected: 5 }),
    ]);
    expect((await findings())[0]!.description).toContain('America/Vancouver differ between IANA 2025c and IANA');
    expect(await refresh()).toBe(5);
    expect(await refresh()).toBe(0);
    expect(await versions()).toContainEqual({ park_id: 1, timezone: 'America/Vancouver', rules_version: TIME_ZONE_VERSION }); // prettier-ignore
  });

  it('are computed again by the refresh of any process', async () => {
    await pretendCutBy(OLD_LAW, '2025c');
    const before = await world.everything();
    expect(await refresh()).toBe(5);
    expect(await world.everything()).toEqual(before);
  });

  it('stay unchanged if a release does not change their time', async () => {
    await pretendCutBy(
      new TimeZone('America/Vancouver', [
        ...timeZoneOf('America/Vancouver').periods(at('2000-01-01T00:00Z'), at('2040-01-01T00:00Z')),
        { untilMs: Infinity, offsetMs: 0 },
      ]),
      '2026a',
    );
    expect(await refresh()).toBe(0);
    expect(await findings()).toEqual([]);
    expect(await versions()).toContainEqual(expect.objectContaining({ park_id: 1, rules_version: TIME_ZONE_VERSION }));
  });

  it('stay unchanged if their zone gets another name', async () => {
    await dataSource.query("UPDATE parks SET timezone = 'Canada/Pacific' WHERE park_id = 1");
    expect(await refresh()).toBe(0);
    expect(await versions()).toContainEqual(expect.objectContaining({ park_id: 1, timezone: 'Canada/Pacific' }));
  });

  it('are invalidated without a finding of new rules if the park gets another zone', async () => {
    await dataSource.query("UPDATE parks SET timezone = 'America/Denver' WHERE park_id = 1");
    expect(await refresh()).toBeGreaterThan(4);
    expect(await findings()).toEqual([]);
  });

  it('of a version that did not store its rules count as computed by those of the engine', async () => {
    await dataSource.query('DELETE FROM park_time_zone_rules');
    const window = { startMs: at('2026-10-28T00:00Z'), endMs: at('2026-11-04T22:00Z') };
    const engine = engineZone('America/Vancouver', window.startMs, window.endMs)!;
    const expected = recutDays(engine, timeZoneOf('America/Vancouver'), 0, window).filter((d) => d <= '2026-11-04');
    await app.get(ZoneRules).invalidateRecutDays();
    const marked = (await world.marks()).map((mark) => mark.split(' ')[1]!).filter((date) => date <= '2026-11-04');
    expect(marked).toEqual(expected);
    expect(await versions()).toHaveLength(2);
  });

  it('of a zone that IANA does not have follow UTC, with a finding until the zone is known', async () => {
    await dataSource.query("UPDATE parks SET timezone = 'Mars/Olympus' WHERE park_id = 1");
    await refresh();
    await refresh();
    expect(await findings()).toEqual([
      expect.objectContaining({ reason: 'UNKNOWN_TIME_ZONE', park_id: 1, resolution_status: 'OPEN' }),
    ]);
    await dataSource.query("UPDATE parks SET timezone = 'America/Vancouver' WHERE park_id = 1");
    await refresh();
    expect(await findings()).toEqual([
      expect.objectContaining({ reason: 'UNKNOWN_TIME_ZONE', resolution_status: 'RESOLVED' }),
    ]);
  });
});
