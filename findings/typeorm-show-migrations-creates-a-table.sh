#!/usr/bin/env bash
# One would guess: `typeorm migration:show` and DataSource.showMigrations() only read: on a database without migrations they list all of
# them as pending, and an account that may read is enough, or a replica.
# What happens (TypeORM 1.1.1, MariaDB 10.11.19): both first create the table of migrations if it is not there. A check of a deployment that
# was pointed at the wrong database leaves an empty table `migrations` in it. With an account that may only read, and on a server that is
# read-only, the check fails instead ("CREATE command denied", 1142; "--read-only", 1290).
# What helps: new MigrationExecutor(dataSource).getPendingMigrations(), which creates nothing and takes a missing table for an empty one.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# Source: MigrationExecutor.showMigrations of the package; https://typeorm.io/docs/migrations/status speaks of showing only.
# Exits with 1 if this changes.
set -euo pipefail
for tool in mariadbd mariadb-install-db mariadb; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install mariadb-server=1:10.11.19-0+deb12u1" >&2; exit 3; }
done
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent typeorm@1.1.1 mysql2@3.24.6 reflect-metadata@0.2.2 >/dev/null 2>&1
user=$(id -un)
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1
mariadbd --no-defaults --datadir="$folder/data" --socket="$folder/socket" --skip-networking --pid-file="$folder/pid" --user="$user" \
  >"$folder/log" 2>&1 &
server=$!
sql() { mariadb --no-defaults --socket="$folder/socket" -uroot -N -e "$1"; }
for _ in $(seq 100); do sql 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
sql "CREATE DATABASE reading; CREATE DATABASE wrong; CREATE DATABASE standby; CREATE USER reader; GRANT SELECT ON *.* TO reader;
  CREATE USER writer; GRANT ALL ON *.* TO writer; REVOKE READ_ONLY ADMIN ON *.* FROM writer"
cat >look.mjs <<'JS'
import 'reflect-metadata';
import { DataSource, MigrationExecutor } from 'typeorm';

class CreateRides1700000000000 {
  name = 'CreateRides1700000000000';
  async up(runner) { await runner.query('CREATE TABLE rides (ride_id INT)'); }
  async down(runner) { await runner.query('DROP TABLE rides'); }
}
const [socketPath, username, database, call] = process.argv.slice(2);
const dataSource = await new DataSource({ type: 'mysql', socketPath, username, database, migrations: [CreateRides1700000000000] }).initialize();
const ask = {
  showMigrations: () => dataSource.showMigrations(),
  getPendingMigrations: async () => (await new MigrationExecutor(dataSource).getPendingMigrations()).length > 0,
}[call];
const answer = await ask().then((isPending) => (isPending ? 'pending' : 'none pending'), ({ driverError }) => `error ${driverError.errno}`);
console.log(answer);
await dataSource.destroy();
JS
seen=''
look() { # USER DATABASE CALL
  local answer tables
  answer=$(node look.mjs "$folder/socket" "$@")
  tables=$(sql "SELECT COALESCE(GROUP_CONCAT(TABLE_NAME), 'no table') FROM information_schema.TABLES WHERE TABLE_SCHEMA = '$2'")
  echo "$3 as $1 in $2: $answer; afterwards: $tables"
  seen+="$answer, $tables; "
}
echo "TypeORM $(node -p "JSON.parse(fs.readFileSync('node_modules/typeorm/package.json')).version"), MariaDB $(sql 'SELECT VERSION()')"
look writer wrong getPendingMigrations
look writer wrong showMigrations
look reader reading getPendingMigrations
look reader reading showMigrations
sql 'SET GLOBAL read_only = ON'
look writer standby getPendingMigrations
look writer standby showMigrations
[[ $seen == 'pending, no table; pending, migrations; pending, no table; error 1142, no table; pending, no table; error 1290, no table; ' ]] ||
  { echo 'changed: see the answers above'; exit 1; }
