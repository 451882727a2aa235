#!/usr/bin/env bash
# One would guess: mysql2 marks every error that ends a connection with `fatal: true`, as its predecessor mysql documents, also when
# the server refuses the connection ("Too many connections"). A program can tell a lost database from a wrong statement by it.
# What happens (mysql2 3.24.6 against mysql 2.18.1, MariaDB 10.11.19): a server that is not there gives an error with `fatal: true`, but
# one that refuses the connection gives an error without `fatal`, from connect(), from a pool's getConnection() and from its query().
# The predecessor marks all of them. Programs that ask `fatal` treat a server at max_connections as a wrong statement: they
# answer 500 instead of 503, and do not try again.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# Source: "Error handling" in the README of mysql 2.18.1 (fatal: the error ends the connection); mysql2 documents itself as compatible.
# Exits with 1 if this changes.
set -euo pipefail
for tool in mariadbd mariadb-install-db mariadb; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install mariadb-server=1:10.11.19-0+deb12u1" >&2; exit 3; }
done
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
chmod 700 "$folder"
user=$(id -un)
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1
mariadbd --no-defaults --datadir="$folder/data" --socket="$folder/socket" --skip-networking --pid-file="$folder/pid" --user="$user" \
  --max-connections=10 >"$folder/log" 2>&1 &
server=$!
sql() { mariadb --no-defaults --socket="$folder/socket" -uroot -N -e "$1"; }
for _ in $(seq 100); do sql 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MariaDB $(sql 'SELECT VERSION()')"
sql "CREATE USER visitor@localhost"
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent mysql2@3.24.6 mysql@2.18.1 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const [, , socketPath] = process.argv;
const options = { socketPath, user: 'visitor', connectionLimit: 1 };
const mysql2 = require('mysql2');
const held = [];
async function connect(make) {
  return new Promise((resolve) => make((error, connection) => resolve({ error, connection })));
}
for (;;) {
  const connection = mysql2.createConnection(options);
  connection.on('error', () => undefined);
  const { error } = await connect((done) => connection.connect(done));
  if (error) break;
  held.push(connection);
}
console.log(`${held.length} connections, then the server refuses`);
const seen = {};
for (const [name, driver] of [['mysql2', mysql2], ['mysql', require('mysql')]]) {
  const pool = driver.createPool(options);
  const { error: ofPool } = await connect((done) => pool.getConnection(done));
  const one = driver.createConnection(options);
  one.on('error', () => undefined);
  const { error: ofConnection } = await connect((done) => one.connect(done));
  const query = await connect((done) => pool.query('SELECT 1', done));
  const missing = await connect((done) => driver.createConnection({ ...options, socketPath: '/nowhere' }).connect(done));
  for (const [way, error] of [['pool.getConnection', ofPool], ['pool.query', query.error], ['connection.connect', ofConnection], ['no server', missing.error]]) {
    console.log(`${name} ${way}: ${error.code} ${error.message}, fatal: ${error.fatal}`);
    seen[`${name} ${way}`] = error.fatal;
  }
}
for (const connection of held) connection.destroy();
const expected = Object.keys(seen).filter((name) => name.startsWith('mysql ') || name.endsWith('no server'));
process.exit(Object.keys(seen).every((name) => (seen[name] === true) === expected.includes(name)) ? 0 : 1);
JS
node look.mjs "$folder/socket"
