#!/usr/bin/env bash
# One would guess: an instant that is written to Parquet as TIMESTAMP_MILLIS, the older of the two ways to mark it, is read as the
# same instant as one with the newer logical type TIMESTAMP(isAdjustedToUTC = true), as the format's compatibility rules say, and
# "AT TIME ZONE 'America/New_York'" gives the local time of both.
# What happens (DuckDB 1.5.6, hyparquet-writer 0.17.0): DuckDB takes the older mark for a TIMESTAMP without zone. AT TIME ZONE then goes the
# other way: it reads the UTC digits as local time. 16:00 in New York, which is 20:00Z, becomes 00:00Z of the next day, and the
# wait of an afternoon counts for another local date. No error tells. A Parquet writer's plain "TIMESTAMP" is the older mark:
# hyparquet-writer makes it of JavaScript dates unless it is given a schema with the logical type.
# Source: "Timestamp" of LogicalTypes.md in apache/parquet-format (TIMESTAMP_MILLIS is read as isAdjustedToUTC = true).
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @duckdb/node-api@1.5.6-r.1 hyparquet-writer@0.17.0 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetWriteFile } from 'hyparquet-writer';

const data = [new Date('2026-08-17T20:00:00Z')];
await parquetWriteFile({ filename: 'older.parquet', columnData: [{ name: 'seen', data, type: 'TIMESTAMP' }] });
await parquetWriteFile({
  filename: 'newer.parquet',
  columnData: [{ name: 'seen', data }],
  schema: [
    { name: 'root', num_children: 1 },
    { name: 'seen', type: 'INT64', repetition_type: 'REQUIRED', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } },
  ],
});
const connection = await (await DuckDBInstance.create()).connect();
const first = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson()[0];
await connection.run("SET TimeZone = 'UTC'");
const seen = [];
for (const name of ['older', 'newer']) {
  const [type, local] = await first(
    `SELECT typeof(seen), (seen AT TIME ZONE 'America/New_York')::VARCHAR FROM '${name}.parquet'`,
  );
  console.log(`${name} mark: ${type}; 20:00Z at New York's clock: ${local}`);
  seen.push(`${type} ${local}`);
}
console.log((await first('SELECT version()'))[0]);
const expected = ['TIMESTAMP 2026-08-18 00:00:00+00', 'TIMESTAMP WITH TIME ZONE 2026-08-17 16:00:00'];
process.exit(JSON.stringify(seen) === JSON.stringify(expected) ? 0 : 1);
JS
node look.mjs
