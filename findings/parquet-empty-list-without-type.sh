#!/usr/bin/env bash
# One would guess: a Parquet file without rows that its own library and DuckDB read is read by everybody.
# What happens (hyparquet-writer 0.17.0): the writer takes the element type of a Thrift list from its first element and gives an empty
# list the type 0, which Thrift does not have. A file that ends without a row group has such a list in its footer. hyparquet 1.31.5
# and DuckDB 1.5.6 do not look at the type of an empty list and read the file; arrow-rs (parquet-wasm 0.8.0), on which Polars and DataFusion
# are built, refuses it. The same file with one row is read by all of them.
# Source: "Lists and sets" of Thrift's compact protocol (element types 1 to 13); parquet.thrift (row_groups is required).
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent hyparquet-writer@0.17.0 hyparquet@1.31.5 @duckdb/node-api@1.5.6-r.1 parquet-wasm@0.8.0 \
  >/dev/null 2>&1
cat >look.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetMetadata } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { readParquet } from 'parquet-wasm/node';

const schema = [
  { name: 'root', num_children: 1 },
  { name: 'waitMinutes', type: 'INT32', repetition_type: 'REQUIRED' },
];
async function fileOf(waits) {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema });
  if (waits.length > 0) await parquet.write({ columnData: [{ name: 'waitMinutes', data: waits }] });
  await parquet.finish();
  return writer.getBytes().slice();
}
const connection = await (await DuckDBInstance.create()).connect();
const READERS = {
  hyparquet: (bytes) => Number(parquetMetadata(bytes.buffer).num_rows),
  DuckDB: async (bytes) => {
    writeFileSync('file.parquet', bytes);
    return Number((await connection.runAndReadAll("SELECT COUNT(*) FROM 'file.parquet'")).getRowsJson()[0][0]);
  },
  'arrow-rs': (bytes) => readParquet(bytes).recordBatches().reduce((sum, { numRows }) => sum + numRows, 0),
};
const seen = [];
for (const waits of [[45], []]) {
  const bytes = await fileOf(waits);
  for (const [name, read] of Object.entries(READERS)) {
    let result;
    try {
      result = `${await read(bytes)} rows`;
    } catch (error) {
      result = `refused: ${String(error.message ?? error).slice(0, 90)}`;
    }
    console.log(`${waits.length} rows by ${name}: ${result}`);
    seen.push(result);
  }
}
const isAsKnown = seen.slice(0, 5).join() === '1 rows,1 rows,1 rows,0 rows,0 rows' && seen[5].startsWith('refused');
process.exit(isAsKnown ? 0 : 1);
JS
node look.mjs
