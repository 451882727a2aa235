import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ConsistentView } from '../../common/database/consistent-view.js';
import { DisplayableError } from '../../common/domain-error.js';
import { LOCK_LEASES } from '../../common/database/lock-leases.js';
import { executedMigrations } from '../../common/database/run-migrations.js';
import { plural } from '../../common/text.js';
import type { BackupPart, BackupTable } from './manifest.js';
import { afterSql, encodingOf, type EnumValues, fingerprintSql, lineSql } from './row-lines.js';

/** Rows of one statement, and so of the time for which a partition cannot be added. */
const ROWS_PER_BATCH = 20_000;

/** A table without its rows, and its partitions; one of null if it has none. */
export interface TableShape extends Omit<BackupTable, 'parts'> {
  partitions: (string | null)[];
  /** The values of each enum column, in the order in which the server sorts them. */
  enumValues: EnumValues;
}

interface ColumnRow {
  tableName: string;
  name: string;
  dataType: string;
  columnType: string;
  autoIncrement: string | number | null;
}

/** What is in a part, without reading it out. */
export type PartContent = Pick<BackupPart, 'rows' | 'fingerprint'>;

/** Reads all tables of the schema in one consistent view. */
@Injectable()
export class BackupTablesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  openView(): Promise<ConsistentView> {
    return ConsistentView.open(this.dataSource, (cause) => new TablesChangedError({ cause }));
  }

  migrations(): Promise<string[]> {
    return executedMigrations(this.dataSource);
  }

  /** Why the database cannot be backed up by this version; null if it can. */
  async olderSchema(): Promise<OlderSchemaError | null> {
    const executed = new Set(await this.migrations());
    const missing = this.dataSource.migrations.map(({ name }) => name ?? '').filter((name) => !executed.has(name));
    return missing.length === 0 ? null : new OlderSchemaError(missing, executed.size === 0);
  }

  /** The tables that the migrations of this version make, except that of leases, with their columns, by name. */
  async shapes(): Promise<TableShape[]> {
    const all = this.dataSource.entityMetadatas.map(({ tableName }) => tableName);
    const names = all.filter((name) => name !== LOCK_LEASES.name).sort();
    const columns = await this.columns();
    const keys = await this.inOrder(
      `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS name FROM information_schema.STATISTICS
        WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = 'PRIMARY' ORDER BY TABLE_NAME, SEQ_IN_INDEX`,
    );
    const partitions = await this.inOrder(
      `SELECT TABLE_NAME AS tableName, PARTITION_NAME AS name FROM information_schema.PARTITIONS
        WHERE TABLE_SCHEMA = DATABASE() AND PARTITION_NAME IS NOT NULL ORDER BY TABLE_NAME, PARTITION_ORDINAL_POSITION`,
    );
    return names.map((name) => {
      const own = columns.filter(({ tableName }) => tableName === name);
      return {
        name,
        columns: own.map((column) => ({ name: column.name, encoding: encodingOf(column.dataType) })),
        key: keys.get(name) ?? [],
        autoIncrement: numberOrNull(own[0]?.autoIncrement),
        partitions: partitions.get(name) ?? [null],
        enumValues: new Map(
          own.filter(({ dataType }) => dataType === 'enum').map((column) => [column.name, valuesOf(column.columnType)]),
        ),
      };
    });
  }

  async content(view: ConsistentView, shape: TableShape, partition: string | null): Promise<PartContent> {
    const select = `SELECT ${fingerprintSql(shape.columns)} FROM ${fromSql(shape, partition)}`;
    const [row] = await view.query<{ rows: number | string; fingerprint: string }>(select);
    return { rows: Number(row!.rows), fingerprint: row!.fingerprint };
  }

  /** The rows of a part as lines, in the order of its primary key. */
  async *lines(view: ConsistentView, shape: TableShape, partition: string | null): AsyncGenerator<string[]> {
    const from = `SELECT ${lineSql(shape.columns)} AS line FROM ${fromSql(shape, partition)}`;
    const order = `ORDER BY ${shape.key.map((name) => `\`${name}\``).join(', ')} LIMIT ${ROWS_PER_BATCH}`;
    for (let last: string | null = null; ;) {
      const after: string = last === null ? '' : `WHERE ${afterSql(shape, last, shape.enumValues)}`;
      const rows = await view.query<{ line: string | null }>(`${from} ${after} ${order}`);
      yield rows.map(({ line }) => {
        if (line === null) throw new Error(`A row of ${shape.name} is longer than max_allowed_packet of the server`);
        return line;
      });
      if (rows.length < ROWS_PER_BATCH) return;
      last = rows.at(-1)!.line;
    }
  }

  private columns(): Promise<ColumnRow[]> {
    return this.dataSource.query<ColumnRow[]>(
      `SELECT c.TABLE_NAME AS tableName, c.COLUMN_NAME AS name, LOWER(c.DATA_TYPE) AS dataType, c.COLUMN_TYPE AS columnType,
              t.AUTO_INCREMENT AS autoIncrement
         FROM information_schema.COLUMNS c
         JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
        WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`,
    );
  }

  private async inOrder(sql: string): Promise<Map<string, string[]>> {
    const byTable = new Map<string, string[]>();
    for (const { tableName, name } of await this.dataSource.query<{ tableName: string; name: string }[]>(sql)) {
      byTable.set(tableName, [...(byTable.get(tableName) ?? []), name]);
    }
    return byTable;
  }
}

/** The database is empty, or that of an older version, whose tables this one does not know. */
export class OlderSchemaError extends DisplayableError {
  constructor(
    missing: readonly string[],
    readonly isEmpty: boolean,
  ) {
    super(
      isEmpty
        ? 'The database is empty: there is nothing to back up. Is DATABASE_URL right?'
        : `The database lacks ${plural(missing.length, 'migration')} of this version (${missing.join(', ')}), which a backup does not apply. ` +
            'Back it up with the version that runs, or apply them first: npm run migration:run',
    );
    this.name = 'OlderSchemaError';
  }
}

/** The tables were changed after the view was opened, so that it can no longer read them. */
export class TablesChangedError extends DisplayableError {
  constructor(options?: ErrorOptions) {
    super('The tables or partitions were changed while the backup was reading them', options);
    this.name = 'TablesChangedError';
  }
}

const fromSql = ({ name }: TableShape, partition: string | null): string =>
  `\`${name}\` ${partition === null ? '' : `PARTITION (\`${partition}\`)`} FORCE INDEX (PRIMARY)`;

/** Of `enum('A','B')`. */
const valuesOf = (columnType: string): string[] =>
  [...columnType.matchAll(/'((?:[^']|'')*)'/g)].map(([, value]) => value!.replaceAll("''", "'"));

const numberOrNull = (value: string | number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
