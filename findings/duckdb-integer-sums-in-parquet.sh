#!/usr/bin/env bash
# One would guess: the sum of a column of integers is written to Parquet as an integer, and read back as it was. It is exact in the
# query itself, and Parquet has integers of 64 bits and decimals of 38 digits.
# What happens (DuckDB 1.5.6): sum() of integers of any size is a HUGEINT, and COPY ... TO writes a HUGEINT to Parquet as DOUBLE, without a
# word. Above 2^53 the last digits change: the time-weighted waits (minutes × milliseconds) of 5,000 rides are there within four years. Below
# that, the values are right, but the column has another type than that of another program. In CSV, the sum is exact, and count(*) everywhere.
# What helps: sum(x)::BIGINT, or ::DECIMAL(38, 0), before COPY.
# Source: issue 21180 of duckdb/duckdb (open since March 2026) on the loss, and 5294 on the type.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @duckdb/node-api@1.5.6-r.1 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create(':memory:')).connect();
const rowOf = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson()[0];
console.log(`DuckDB ${(await rowOf('SELECT version() AS version')).version}`);

// 5,000 rides for 1,380 days: a wait of 34 minutes for 11 hours a day, and a millisecond more on one of the days.
await connection.run('CREATE TABLE days AS SELECT 34 * 11 * 3600000::BIGINT + if(i = 0, 1, 0) AS waitMinutesMs FROM range(6900000) t(i)');
const totals = 'SELECT sum(waitMinutesMs) AS plain, sum(waitMinutesMs)::BIGINT AS cast_bigint, count(*) AS days FROM days';
const types = 'SELECT typeof(plain) AS plain, typeof(cast_bigint) AS cast_bigint FROM';
const inQuery = await rowOf(totals);
await connection.run(`COPY (${totals}) TO 'totals.parquet' (FORMAT parquet)`);
await connection.run(`COPY (${totals}) TO 'totals.csv' (HEADER false)`);
const inParquet = await rowOf(`SELECT plain::DECIMAL(38, 0)::VARCHAR AS plain, cast_bigint FROM 'totals.parquet'`);
const inCsv = readFileSync('totals.csv', 'utf8').split(',')[0];
console.log(`type in the query: ${(await rowOf(`${types} (${totals})`)).plain}, in Parquet: ${(await rowOf(`${types} 'totals.parquet'`)).plain}`);
console.log(`sum in the query: ${inQuery.plain}, in CSV: ${inCsv}, in Parquet: ${inParquet.plain}, in Parquet with ::BIGINT: ${inParquet.cast_bigint}`);

const isExact = [inCsv, inParquet.cast_bigint, inQuery.cast_bigint].every((sum) => String(sum) === String(inQuery.plain));
if (!isExact || inParquet.plain === String(inQuery.plain)) {
  console.log('CHANGED: see the sums above.');
  process.exit(1);
}
JS
node look.mjs
