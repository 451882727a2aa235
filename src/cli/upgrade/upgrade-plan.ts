import { sum } from '../../common/collections.js';
import { bytesText, count, plural } from '../../common/text.js';
import { duration } from '../format.js';
import type { PlannedMigration } from './planned-migrations.js';

export interface TableSize {
  name: string;
  /** As the server estimates them. */
  rows: number;
  bytes: number;
}

export interface TableChange {
  kind: 'CREATES' | 'ALTERS' | 'RENAMES' | 'DROPS' | 'FILLS' | 'UPDATES' | 'DELETES_FROM' | 'VIEW';
  table: string;
  /** Rows that the server reads or copies, at most. */
  rows: number;
  /** Space that it needs at most, during the migration or after it. */
  bytes: number;
}

export interface MigrationPlan {
  name: string;
  changes: TableChange[];
  /** An upper estimate. */
  seconds: number;
  cutShortBy: string | null;
}

export interface UpgradePlan {
  migrations: MigrationPlan[];
  seconds: number;
  bytes: number;
}

/** Measured with the largest of the migrations so far, on two cores: docs/performance.md. Many changes take far less. */
const SECONDS_PER_ROW = 10 / 1_000_000;

const FORMS: readonly [RegExp, TableChange['kind']][] = [
  [/^CREATE (?:OR REPLACE )?(?:.* )?VIEW `?(\w+)/i, 'VIEW'],
  [/^DROP VIEW (?:IF EXISTS )?`?(\w+)/i, 'VIEW'],
  [/^CREATE TABLE (?:IF NOT EXISTS )?`?(\w+)/i, 'CREATES'],
  [/^(?:ALTER TABLE|CREATE (?:UNIQUE )?INDEX \S+ ON|DROP INDEX \S+ ON) `?(\w+)/i, 'ALTERS'],
  [/^RENAME TABLE `?(\w+)/i, 'RENAMES'],
  [/^DROP TABLE (?:IF EXISTS )?`?(\w+)/i, 'DROPS'],
  [/^(?:INSERT|REPLACE)(?: IGNORE)? INTO `?(\w+)/i, 'FILLS'],
  [/^UPDATE `?(\w+)/i, 'UPDATES'],
  [/^DELETE FROM `?(\w+)/i, 'DELETES_FROM'],
];
/** Changes that read or copy every row. */
const BY_ROW: readonly TableChange['kind'][] = ['ALTERS', 'FILLS', 'UPDATES', 'DELETES_FROM'];

/** What the statements do to which tables, and what that costs at most. Pure. */
export function upgradePlan(planned: readonly PlannedMigration[], sizes: readonly TableSize[]): UpgradePlan {
  const bySize = new Map(sizes.map((size) => [size.name, size]));
  const migrations = planned.map(({ name, statements, cutShortBy }) => {
    const changes = statements.flatMap((sql) => changeOf(sql, bySize) ?? []);
    return { name, changes, seconds: sum(changes.map(({ rows }) => rows * SECONDS_PER_ROW)), cutShortBy };
  });
  const changes = migrations.flatMap((migration) => migration.changes);
  const copies = changes.filter(({ kind }) => kind === 'ALTERS').map(({ bytes }) => bytes);
  const added = changes.filter(({ kind }) => kind === 'FILLS').map(({ bytes }) => bytes);
  return {
    migrations,
    seconds: sum(migrations.map(({ seconds }) => seconds)),
    // A table is copied for each change of it, and the copy is removed before the next change.
    bytes: Math.max(0, ...copies) + sum(added),
  };
}

function changeOf(sql: string, sizes: ReadonlyMap<string, TableSize>): TableChange | null {
  for (const [form, kind] of FORMS) {
    const table = form.exec(sql)?.[1];
    if (table === undefined) continue;
    if (!BY_ROW.includes(kind)) return { kind, table, rows: 0, bytes: 0 };
    const read = [...sql.matchAll(/\b(?:FROM|JOIN) `?(\w+)/gi)].map(([, name]) => name!);
    const involved = (kind === 'FILLS' ? read : [table, ...read]).flatMap((name) => sizes.get(name) ?? []);
    const rows = Math.max(0, ...involved.map((size) => size.rows));
    const bytes = Math.max(0, ...involved.map((size) => size.bytes));
    return { kind, table, rows, bytes: kind === 'ALTERS' || kind === 'FILLS' ? bytes : 0 };
  }
  return null;
}

const WORDS: Readonly<Record<TableChange['kind'], string>> = {
  CREATES: 'creates',
  ALTERS: 'alters',
  RENAMES: 'renames',
  DROPS: 'drops',
  FILLS: 'fills',
  UPDATES: 'updates',
  DELETES_FROM: 'deletes rows of',
  VIEW: 'replaces the view',
};

/** A line for each migration, and one for each kind of change of a table. */
export function planLines({ migrations }: UpgradePlan): string[] {
  return migrations.flatMap(({ name, changes, seconds, cutShortBy }) => [
    `${name}: ${plural(changes.length, 'change')}, at most ${duration(Math.ceil(seconds))}`,
    ...distinct(changes).map(
      ({ kind, table, rows }) => `  ${WORDS[kind]} ${table}${rows > 0 ? ` (${count(rows)} rows)` : ''}`,
    ),
    ...(cutShortBy === null ? [] : [`  and more, which depends on the migrations before it`]),
  ]);
}

function distinct(changes: readonly TableChange[]): TableChange[] {
  return [...new Map(changes.map((change) => [`${change.kind} ${change.table}`, change])).values()];
}

export const planSummary = ({ seconds, bytes }: UpgradePlan): string =>
  `at most ${duration(Math.ceil(seconds))}, and ${bytesText(bytes)} of free disk`;
