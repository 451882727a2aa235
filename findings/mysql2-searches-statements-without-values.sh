#!/usr/bin/env bash
# One would guess: connection.query(sql) without values sends the text as it is, because there is nothing to put into it.
# What happens (mysql2 3.24.6 with sql-escaper 1.9.0): query() replaces missing values by an empty list before it formats, and the
# formatter searches the whole text for a placeholder before it looks whether there is any value. With undefined it would return at once,
# but query() never passes that. Half a megabyte of INSERT costs milliseconds of the program's only thread, so a program that writes
# literals in batches spends a good part of its processor time there.
# What helps: the option queryFormat (also below TypeORM's `extra`), with a function that returns the text if the list is empty.
# Source: lib/base/connection.js of mysql2 (query, format) and lib/index.js of sql-escaper (format); the documentation of mysql2 does
# not speak of it, and its type says that queryFormat returns nothing.
# Needs no server: the statement is formatted before it is sent. Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact mysql2@3.24.6 sql-escaper@1.9.0 >/dev/null
cat >look.cjs <<'EOF'
const mysql = require('mysql2');
const { readFileSync } = require('node:fs');
const versionOf = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
console.log(`mysql2 ${versionOf('mysql2')}, sql-escaper ${versionOf('sql-escaper')}, Node ${process.version}`);

const row = "(17,'2024-07-01 12:00:00.000',1,35,'2024-07-01 12:05:00.000')";
const sql = `INSERT INTO snapshots VALUES ${Array(80_000).fill(row).join(',')}`;
const milliseconds = (work) => {
  const runs = Array.from({ length: 5 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return runs.sort((a, b) => a - b)[2];
};
const searched = milliseconds(() => mysql.format(sql, []));
const untouched = milliseconds(() => mysql.format(sql, undefined));
console.log(`${(sql.length / 1e6).toFixed(1)} MB without placeholders: ${searched.toFixed(1)} ms with [], ${untouched.toFixed(3)} ms with undefined`);

const given = [];
const connectionWith = (options) => {
  const connection = mysql.createConnection({ host: '127.0.0.1', port: 1, ...options });
  connection.on('error', () => undefined);
  return connection;
};
const plain = connectionWith({ queryFormat: (text, values) => (given.push(values), text) });
plain.query('SELECT 1', () => undefined);
console.log(`query('SELECT 1') formats with ${JSON.stringify(given[0])}`);
plain.destroy();

const isSame = searched > 5 && searched > 50 * untouched && Array.isArray(given[0]) && given[0].length === 0;
console.log(isSame ? 'The whole text is searched although there is no value.' : 'CHANGED: the text is no longer searched.');
process.exit(isSame ? 0 : 1);
EOF
node look.cjs
