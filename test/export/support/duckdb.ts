import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

export type DuckRow = Record<string, unknown>;

/** DuckDB in this process. Large integers become numbers, dates and instants their text. */
export class DuckDb {
  private constructor(private readonly connection: DuckDBConnection) {}

  static async open(): Promise<DuckDb> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    return new DuckDb(await instance.connect());
  }

  async query(sql: string): Promise<DuckRow[]> {
    const reader = await this.connection.runAndReadAll(sql);
    return reader.getRowObjects().map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, plain(v)])));
  }

  close(): void {
    this.connection.closeSync();
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  // Instants, days and decimals are objects that describe themselves.
  return typeof value === 'object' && value !== null ? (value as { toString(): string }).toString() : value;
}
