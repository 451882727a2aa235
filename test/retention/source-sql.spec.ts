import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { removesObservations } from '../support/sent-sql.js';

const OBSERVATIONS = ['ride_status_snapshots', 'queue_data'];
const ENTITY_FILES = ['observation.entity'];

/** What takes rows away, up to the name of what it takes them from. */
const REMOVING =
  /\b(DELETE(?:\s+(?:LOW_PRIORITY|QUICK|IGNORE))*\s+FROM|DELETE\s+\w+\s+FROM|TRUNCATE(?:\s+TABLE)?|TRUNCATE\s+PARTITION|REPLACE\s+INTO|DROP\s+(?:TABLE(?:\s+IF\s+EXISTS)?|PARTITION|DATABASE|SCHEMA)|(?:EXCHANGE|COALESCE|DISCARD)\s+PARTITION)\s+\\?`?([\w${}.()]+)/gi;

/**
 * Statements whose table is not written out, or is one of the two: each is here with its reason, and no other may be.
 * - only LIVE rows of local days that an import with `replaceLive` has read in whole (decision 6)
 * - only tables of statistics, which are computed again: the entities of the file name them
 * - only LIVE rows that lie ahead of the clock and that a repair has copied whole into clock_repair_rows, in the same
 *   transaction and as many (decision 11)
 * - only a table that is empty; one with rows is renamed and comes back (decision 4)
 * - only hours of statistics that have been converted, each of them, to or from the packed table (decision 18)
 * - only rows that migrations have inserted into a database which a restore has just made, and never observations
 */
const KNOWN = [
  'src/migrations/1764400000280-pack-ride-hours.ts: DROP TABLE ${PACKED.name}',
  'src/migrations/1764400000280-pack-ride-hours.ts: DROP TABLE ${UNPACKED.name}',
  'src/migrations/sql.ts: DROP TABLE ${name}',
  'src/modules/backup/restore.sql.ts: DELETE FROM ${name}',
  'src/modules/collector/rows-ahead.sql.ts: DELETE FROM ${table}',
  'src/modules/snapshots/writing/observation.repository.sql.ts: DELETE FROM ${table}',
  'src/modules/statistics/queries/downtime-parts.sql.ts: DELETE FROM ${TABLE}',
  'src/modules/statistics/queries/no-data-intervals.sql.ts: DELETE FROM ${TABLE}',
  'src/modules/statistics/queries/rollup-tables.sql.ts: DELETE FROM ${table}',
  'src/modules/statistics/queries/summed-days.sql.ts: DELETE FROM ${table}',
];

const sources = ['src', 'scripts', 'docker'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs|sql|sh|cnf|yml|yaml)$/.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(folder, name), 'utf8') })),
);

describe('the sources', () => {
  it('have no statement that takes observations away, but for the ones that are known', () => {
    const found = sources.flatMap(({ path, text }) =>
      [...text.matchAll(REMOVING)]
        .filter(
          ([, verb, table]) =>
            table!.includes('$') || OBSERVATIONS.includes(table!) || /PARTITION|DATABASE|SCHEMA/i.test(verb!),
        )
        .map(([, verb, table]) => `${path}: ${verb!.replace(/\s+/g, ' ')} ${table}`),
    );
    expect(sources.length).toBeGreaterThan(200);
    expect(found.sort()).toEqual(KNOWN);
  });

  it('delete LIVE rows in one place only, which only an import that was asked to reaches', () => {
    const callers = (name: string) => sources.filter(({ text }) => text.includes(`.${name}(`)).map(({ path }) => path);
    expect(callers('deleteLiveWithin')).toEqual(['src/modules/snapshots/writing/observation-writer.ts']);
    expect(callers('removeLive')).toEqual(['src/modules/import/run/live-replacer.ts']);
  });

  it('have no repository and no query builder of the two tables: what writes them is SQL that can be read', () => {
    const importing = sources.filter(({ text }) => ENTITY_FILES.some((file) => text.includes(`${file}.js`)));
    // A repository needs the class; the types of rows do not. In *.sql.ts it names tables and columns only.
    const others = importing.filter(({ text }) => !/import type [^;]*observation\.entity\.js'/.test(text));
    expect(
      others
        .map(({ path }) => path)
        .filter((path) => !path.endsWith('.sql.ts'))
        .sort(),
    ).toEqual([
      // names the tables and their columns, too
      'src/modules/export/folder/folder-dataset.ts',
      'src/schema.ts',
      'src/tools/schema-docs/described-exports.ts',
    ]);
    const byClass = sources.filter(({ text }) =>
      /(?:InjectRepository|forFeature|\w*[Rr]epository|createQueryBuilder|\.from|\.into|\.(?:clear|remove|delete|softDelete|save|insert|update|upsert))\(\s*\[?[^()\]]*\b(?:RideStatusSnapshot|QueueData)\b/.test(
        text,
      ),
    );
    expect(byClass.map(({ path }) => path)).toEqual([]);
    const byName = sources.filter(({ text }) =>
      /(getRepository|createQueryBuilder|\.clear|\.remove|\.delete)\(\s*['"`](ride_status_snapshots|queue_data)/.test(
        text,
      ),
    );
    expect(byName).toEqual([]);
  });

  it('have no foreign key by which the end of another row would be theirs', () => {
    const cascades = sources.filter(
      ({ text }) => /ON\s+DELETE\s+(CASCADE|SET)/i.test(text) || /onDelete:\s*'CASCADE'/.test(text),
    );
    expect(cascades.map(({ path }) => path)).toEqual([]);
  });
});

describe('the look at sent statements', () => {
  it.each([
    'DELETE FROM ride_status_snapshots WHERE ride_id = 1',
    "delete from `queue_data` where recorded_at < '2020-01-01'",
    'DELETE s FROM rides r JOIN ride_status_snapshots s ON s.ride_id = r.ride_id',
    'TRUNCATE TABLE queue_data',
    'REPLACE INTO queue_data (ride_id) VALUES (1)',
    'DROP TABLE IF EXISTS ride_status_snapshots',
    'RENAME TABLE ride_status_snapshots TO old',
    'ALTER TABLE ride_status_snapshots DROP PARTITION p_2024_01',
    'ALTER TABLE `queue_data`\n  TRUNCATE PARTITION p_2024_01',
    'ALTER TABLE queue_data EXCHANGE PARTITION p_2024_01 WITH TABLE other',
  ])('finds %s', (sql) => expect(removesObservations(sql)).toBe(true));

  it.each([
    'INSERT INTO ride_status_snapshots (ride_id) VALUES (1) ON DUPLICATE KEY UPDATE ride_id = VALUES(ride_id)',
    'DELETE FROM invalidated_park_days WHERE park_id = 1',
    'DELETE FROM queue_current WHERE ride_id = 1',
    'ALTER TABLE ride_status_snapshots REORGANIZE PARTITION p_future INTO (PARTITION p_2030_01 VALUES LESS THAN (1))',
    'SELECT 1 FROM queue_data',
  ])('passes %s', (sql) => expect(removesObservations(sql)).toBe(false));
});
