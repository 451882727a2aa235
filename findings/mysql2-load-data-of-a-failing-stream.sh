#!/usr/bin/env bash
# One would guess: LOAD DATA LOCAL with a stream of the program (infileStreamFactory) is one statement: if the stream fails, the promise rejects
# and the statement has stored nothing, as any statement of InnoDB that fails.
# What happens (mysql2 3.24.6, MariaDB 10.11.19): the promise rejects with the error of the stream, and all rows that it had passed on are stored,
# and committed outside a transaction. Even a line that was cut becomes a row: of "3<tab>120", the server has "3<tab>12", a wait of 12 minutes
# in place of 120, without a warning. A program that tries again after the error has the rows twice, or half of a day for a whole one.
# What helps: a transaction around the statement that is rolled back after an error; or rows that are complete before the statement begins.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# Source: lib/commands/query.js of mysql2 (_streamLocalInfile): after an error it sends the same empty packet as at the end of the data. The
# protocol has no other one for it (Protocol::LOCAL_INFILE_Request of MySQL's source documentation).
# Exits with 1 if this changes.
set -euo pipefail
for tool in mariadbd mariadb-install-db mariadb; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install mariadb-server=1:10.11.19-0+deb12u1" >&2; exit 3; }
done
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent mysql2@3.24.6 >/dev/null 2>&1
user=$(id -un)
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1
mariadbd --no-defaults --datadir="$folder/data" --socket="$folder/socket" --skip-networking --pid-file="$folder/pid" --user="$user" \
  --local-infile=ON >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 100); do mariadb --no-defaults --socket="$folder/socket" -uroot -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
cat >look.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import mysql from 'mysql2/promise';

const connect = () => mysql.createConnection({ socketPath: process.argv[2], user: 'root' });
const [writer, reader] = [await connect(), await connect()];
const [[{ version }]] = await reader.query('SELECT VERSION() AS version');
console.log(`mysql2 ${JSON.parse(readFileSync('node_modules/mysql2/package.json', 'utf8')).version}, MariaDB ${version}`);
await reader.query('CREATE DATABASE look');
await reader.query('CREATE TABLE look.waits (ride INT PRIMARY KEY, minutes INT NOT NULL) ENGINE = InnoDB');

/** The rows of four rides, in packets of which the second one does not come. */
async function* brokenSource() {
  yield Buffer.from('1\t30\n2\t45\n3\t12');
  await new Promise((wait) => setTimeout(wait, 100));
  throw new Error('the download broke off');
}
const load = () =>
  writer
    .query({
      sql: "LOAD DATA LOCAL INFILE 'rows' INTO TABLE look.waits (ride, minutes)",
      infileStreamFactory: () => Readable.from(brokenSource(), { objectMode: false }),
    })
    .then(() => 'fulfilled', ({ message }) => `rejected with "${message}"`);
const stored = async () =>
  (await reader.query('SELECT ride, minutes FROM look.waits ORDER BY ride'))[0].map(({ ride, minutes }) => `${ride}: ${minutes}`).join(', ');

const alone = await load();
const rows = await stored();
const [[{ warnings }]] = await writer.query('SELECT @@warning_count AS warnings');
console.log(`alone: ${alone}; another session reads ${rows}; warnings: ${warnings}`);
await reader.query('DELETE FROM look.waits');
await writer.beginTransaction();
const within = await load();
await writer.rollback();
const left = await stored();
console.log(`in a transaction that is rolled back: ${within}; another session reads ${left || 'nothing'}`);
await Promise.all([writer.end(), reader.end()]);
if (!alone.startsWith('rejected') || rows !== '1: 30, 2: 45, 3: 12' || warnings !== 0 || left !== '') {
  console.log('CHANGED: a failed source stores no rows.');
  process.exit(1);
}
JS
node look.mjs "$folder/socket"
