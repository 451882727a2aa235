import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, findsAny, hasTable, type TableDefinition } from './sql.js';

interface DurationColumn {
  name: string;
  /** What the column is on most days, from other columns; it is then stored as an empty string. */
  usual?: string;
  /** The same as a condition that holds if an hour differs; written without a difference, which may not become negative in SQL. */
  differs?: string;
}

const sameAs = (column: string) => (name: string) => ({ name, usual: column, differs: `${name} <> ${column}` });

const DURATIONS: readonly DurationColumn[] = [
  { name: 'observed_ms' },
  { name: 'operating_ms' },
  { name: 'down_ms' },
  { name: 'refurbishment_ms' },
  {
    name: 'closed_ms',
    usual: 'observed_ms - operating_ms - down_ms - refurbishment_ms',
    differs: 'closed_ms + operating_ms + down_ms + refurbishment_ms <> observed_ms',
  },
  sameAs('observed_ms')('archive_ms'),
  { name: 'unknown_ms', usual: '3600000 - observed_ms', differs: 'unknown_ms + observed_ms <> 3600000' },
  { name: 'scheduled_ms' },
  sameAs('scheduled_ms')('scheduled_observed_ms'),
  sameAs('operating_ms')('scheduled_operating_ms'),
  sameAs('down_ms')('scheduled_down_ms'),
  sameAs('scheduled_operating_ms')('wait_known_ms'),
];

interface ValueColumn {
  name: string;
  bytes: number;
  maxBytes: number;
  /** NULL or 0. */
  absent: 'NULL' | '0';
}

const VALUES: readonly ValueColumn[] = [
  { name: 'wait_minutes_ms', bytes: 5, maxBytes: 123, absent: '0' },
  { name: 'min_wait', bytes: 2, maxBytes: 51, absent: 'NULL' },
  { name: 'max_wait', bytes: 2, maxBytes: 51, absent: 'NULL' },
  { name: 'implausible_wait_count', bytes: 3, maxBytes: 75, absent: '0' },
  { name: 'snapshot_count', bytes: 3, maxBytes: 75, absent: '0' },
];

const PACKED: TableDefinition = {
  name: 'ride_day_hours',
  body: `
    ride_id INT UNSIGNED NOT NULL,
    local_date DATE NOT NULL,
    hours MEDIUMINT UNSIGNED NOT NULL,
    ${DURATIONS.map(({ name }) => `${name} VARBINARY(78) NULL,`).join('\n    ')}
    ${VALUES.map(({ name, maxBytes }) => `${name} VARBINARY(${maxBytes}) NULL,`).join('\n    ')}
    PRIMARY KEY (ride_id, local_date)
  `,
};

/** As the migrations before this one leave it. */
const UNPACKED: TableDefinition = {
  name: 'ride_hourly_stats',
  body: `
    ride_id INT UNSIGNED NOT NULL,
    local_date DATE NOT NULL,
    local_hour TINYINT UNSIGNED NOT NULL,
    operating_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    down_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    closed_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    refurbishment_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    observed_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    archive_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    unknown_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    wait_known_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    wait_minutes_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
    min_wait SMALLINT NULL,
    max_wait SMALLINT NULL,
    implausible_wait_count INT UNSIGNED NOT NULL DEFAULT 0,
    snapshot_count INT UNSIGNED NOT NULL DEFAULT 0,
    scheduled_ms INT UNSIGNED NOT NULL DEFAULT 0,
    scheduled_observed_ms INT UNSIGNED NOT NULL DEFAULT 0,
    scheduled_operating_ms INT UNSIGNED NOT NULL DEFAULT 0,
    scheduled_down_ms INT UNSIGNED NOT NULL DEFAULT 0,
    PRIMARY KEY (ride_id, local_date, local_hour)
  `,
};

const NAMES = [...DURATIONS, ...VALUES].map(({ name }) => name);

const mask = (condition: string): string => `LPAD(HEX(BIT_OR(IF(${condition}, 1 << local_hour, 0))), 6, '0')`;
const valuesWhere = (condition: string, name: string, bytes: number): string =>
  `COALESCE(GROUP_CONCAT(IF(${condition}, LPAD(HEX(${name}), ${2 * bytes}, '0'), NULL) ORDER BY local_hour SEPARATOR ''), '')`;

/** Bit set of full hours; if there are any, bit set of the other hours with a duration, and these durations. */
function packedDuration({ name, differs }: DurationColumn): string {
  const partial = `${name} NOT IN (0, 3600000)`;
  const usual = differs === undefined ? '' : `WHEN SUM(${differs}) = 0 THEN ''`;
  return `CASE WHEN MAX(${name}) = 0 THEN NULL ${usual} ELSE UNHEX(CONCAT(${mask(`${name} = 3600000`)},
    IF(SUM(${partial}) = 0, '', ${mask(partial)}), ${valuesWhere(partial, name, 3)})) END`;
}

/** Bit set of the hours with a value, and these values. */
function packedValue({ name, bytes, absent }: ValueColumn): string {
  const isPresent = absent === 'NULL' ? `${name} IS NOT NULL` : `${name} <> 0`;
  return `CASE WHEN SUM(${isPresent}) = 0 THEN NULL
    ELSE UNHEX(CONCAT(${mask(isPresent)}, ${valuesWhere(isPresent, name, bytes)})) END`;
}

const PACK = `
  INSERT INTO ride_day_hours (ride_id, local_date, hours, ${NAMES.join(', ')})
  SELECT ride_id, local_date, BIT_OR(1 << local_hour), ${[...DURATIONS.map(packedDuration), ...VALUES.map(packedValue)].join(', ')}
    FROM ride_hourly_stats WHERE ride_id = ? GROUP BY ride_id, local_date`;

const TOO_LARGE = `
  SELECT 1 FROM ride_hourly_stats WHERE ride_id = ? AND (${[
    ...DURATIONS.map(({ name }) => `${name} >= 1 << 24`),
    ...VALUES.map(({ name, bytes }) => `${name} >= 1 << ${8 * bytes}`),
    'min_wait < 0',
    'max_wait < 0',
  ].join(' OR ')}) LIMIT 1`;

const numberAt = (name: string, position: string, bytes: number): string =>
  `CAST(CONV(HEX(SUBSTRING(p.${name}, ${position}, ${bytes})), 16, 10) AS UNSIGNED)`;
/** The value of the hour among those of a bit set; they begin at `from`. */
const valueIn = (name: string, maskAt: number, from: number, bytes: number): string =>
  numberAt(name, `${from} + ${bytes} * BIT_COUNT(${numberAt(name, String(maskAt), 3)} & ((1 << h.hour) - 1))`, bytes);
const has = (name: string, maskAt: number): string => `${numberAt(name, String(maskAt), 3)} & (1 << h.hour)`;

/** NULL if the column is as usual. */
const unpackedDuration = ({ name }: DurationColumn): string =>
  `CASE WHEN p.${name} IS NULL THEN 0 WHEN LENGTH(p.${name}) = 0 THEN NULL WHEN ${has(name, 1)} THEN 3600000
        WHEN LENGTH(p.${name}) > 3 AND ${has(name, 4)} THEN ${valueIn(name, 4, 7, 3)} ELSE 0 END AS ${name}`;
const unpackedValue = ({ name, bytes, absent }: ValueColumn): string =>
  `CASE WHEN p.${name} IS NOT NULL AND ${has(name, 1)} THEN ${valueIn(name, 1, 4, bytes)} ELSE ${absent} END AS ${name}`;

const HOURS = Array.from({ length: 24 }, (_, hour) => `SELECT ${hour} AS hour`).join(' UNION ALL ');

/** SQL: each hour of the packed rows under a condition on `p`, with its values. */
export const unpackedHoursSql = (condition: string): string =>
  `SELECT ride_id, local_date, hour AS local_hour, ${NAMES.map((name) => `COALESCE(${name}, ${usualOf(name)}) AS ${name}`).join(', ')}
    FROM (SELECT p.ride_id, p.local_date, h.hour, ${[...DURATIONS.map(unpackedDuration), ...VALUES.map(unpackedValue)].join(', ')}
            FROM ride_day_hours p JOIN (${HOURS}) h ON p.hours & (1 << h.hour) WHERE ${condition}) d`;

const UNPACK = `
  INSERT INTO ride_hourly_stats (ride_id, local_date, local_hour, ${NAMES.join(', ')})
  ${unpackedHoursSql('p.ride_id = ?')}`;

/** SQL of the usual value, in which usual values are replaced too. */
function usualOf(name: string): string {
  const usual = DURATIONS.find((column) => column.name === name)?.usual;
  return usual === undefined ? 'NULL' : usual.replace(/[a-z_]+_ms/g, (read) => `COALESCE(${read}, ${usualOf(read)})`);
}

/** Rides that are in `from` and not yet in `to`. Each ride is converted by one statement, so an interrupted migration goes on. */
async function ridesLeft(runner: QueryRunner, from: string, to: string): Promise<number[]> {
  const rows = (await runner.query(
    `SELECT ride_id AS rideId FROM (SELECT DISTINCT ride_id FROM ${from}) f
      WHERE NOT EXISTS (SELECT 1 FROM ${to} t WHERE t.ride_id = f.ride_id)`,
  )) as { rideId: number }[];
  return rows.map(({ rideId }) => rideId);
}

/**
 * Packs the hours of a ride and day into one row, because 24 rows of 24 columns took more bytes than the observations themselves.
 * No value is lost: each hour can be unpacked exactly, which `down` does.
 */
export class PackRideHours1764400000280 implements MigrationInterface {
  name = 'PackRideHours1764400000280';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, [PACKED]);
    if (!(await hasTable(runner, UNPACKED.name))) return;
    for (const rideId of await ridesLeft(runner, UNPACKED.name, PACKED.name)) {
      if (await findsAny(runner, TOO_LARGE, [rideId])) {
        throw new Error(
          `ride_hourly_stats holds a value of ride ${rideId} that is longer than two hours; recompute its statistics`,
        );
      }
      await runner.query(PACK, [rideId]);
    }
    await runner.query(`DROP TABLE ${UNPACKED.name}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await createTables(runner, [UNPACKED]);
    if (!(await hasTable(runner, PACKED.name))) return;
    for (const rideId of await ridesLeft(runner, PACKED.name, UNPACKED.name)) await runner.query(UNPACK, [rideId]);
    await runner.query(`DROP TABLE ${PACKED.name}`);
  }
}
