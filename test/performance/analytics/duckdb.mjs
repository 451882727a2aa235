import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { benchTool } from '../tools/bench-tools.mjs';

const THREADS = 2;
const COLUMNS = `{'ride_id': 'UINTEGER', 'recorded_at': 'TIMESTAMP', 'status': 'VARCHAR', 'wait_time': 'SMALLINT',
  'last_confirmed_at': 'TIMESTAMP', 'last_updated_api': 'TIMESTAMP', 'data_source': 'VARCHAR'}`;

/** What an analyst would take instead: DuckDB over one Parquet file for each month. */
export class DuckDb {
  static async open(folder) {
    const { DuckDBInstance } = await benchTool('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', { threads: String(THREADS) });
    return new DuckDb(await instance.connect(), folder);
  }

  constructor(connection, folder) {
    this.connection = connection;
    this.folder = folder;
  }

  get table() {
    return `read_parquet('${this.folder}/*.parquet')`;
  }

  /** Of the text that the database was loaded from, which is removed. Rows keep their order: by ride and instant. */
  async makeParquet(tsvFolder) {
    mkdirSync(this.folder, { recursive: true });
    for (const file of readdirSync(tsvFolder).sort()) {
      const parquet = join(this.folder, file.replace('.tsv', '.parquet'));
      await this.run(
        `COPY (SELECT * FROM read_csv('${join(tsvFolder, file)}', delim = '\t', header = false, nullstr = '\\N', columns = ${COLUMNS}))
           TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`,
      );
    }
    rmSync(tsvFolder, { recursive: true });
  }

  get bytes() {
    return readdirSync(this.folder).reduce((sum, file) => sum + statSync(join(this.folder, file)).size, 0);
  }

  async run(sql) {
    const reader = await this.connection.runAndReadAll(sql);
    return reader.getRowObjects();
  }
}
