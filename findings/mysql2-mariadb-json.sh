#!/usr/bin/env bash
# One would guess: a minor release of a driver leaves the JavaScript types of results alone. MariaDB has no JSON type of its own
# (the word is an alias of LONGTEXT), so mysql2 has always given such columns as text, and programs parse them.
# What happens (mysql2 3.22.5 against 3.23.0 and 3.24.6, MariaDB 10.11.19): since 3.23.0 the driver asks the server for the
# extended column format and parses what is marked as JSON: objects come out as objects. A program that parses every string
# once more does not fail but changes values: the stored text "5" (a JSON string) becomes the number 5. Results of JSON functions and
# of UNION are parsed too; a LONGTEXT that holds JSON is not. The option jsonStrings: true gives the text again.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# Source: release notes of mysql2 3.23.0; "Result Set Packets" (extended metadata) of MariaDB's protocol documentation.
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
  >"$folder/log" 2>&1 &
server=$!
sql() { mariadb --no-defaults --socket="$folder/socket" -uroot -N -e "$1"; }
for _ in $(seq 100); do sql 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MariaDB $(sql 'SELECT VERSION()')"
sql "CREATE DATABASE look; CREATE TABLE look.notes (note JSON, plain LONGTEXT);
  INSERT INTO look.notes VALUES ('{\"a\":1}', '{\"a\":1}'), ('\"5\"', '\"5\"')"

look() {
  local version=$1 options=${2:-}
  mkdir -p "$folder/$version" && cd "$folder/$version"
  [ -d node_modules ] || { npm init -y >/dev/null; npm install --no-audit --no-fund --silent "mysql2@$version" >/dev/null 2>&1; }
  cat >look.mjs <<'JS'
import { createConnection } from 'mysql2/promise';

const [, , socketPath, version, options = ''] = process.argv;
const connection = await createConnection({ socketPath, user: 'root', ...(options && JSON.parse(options)) });
const [rows] = await connection.query('SELECT note, plain FROM look.notes');
const seen = rows.map(({ note, plain }) => {
  const again = typeof note === 'string' ? JSON.parse(note) : note;
  return `${typeof note} ${JSON.stringify(note)}, parsed once more ${JSON.stringify(again)}, LONGTEXT ${typeof plain}`;
});
console.log(`mysql2 ${version} ${options}: ${seen.join('; ')}`);
await connection.end();
JS
  node look.mjs "$folder/socket" "$version" "$options"
}
old=$(look 3.22.5)
first=$(look 3.23.0)
new=$(look 3.24.6)
asked=$(look 3.24.6 '{"jsonStrings":true}')
printf '%s\n' "$old" "$first" "$new" "$asked"
[[ $old == *'string "{\"a\":1}"'* && $old == *'parsed once more "5"'* ]] || { echo 'changed: 3.22.5 does not give text'; exit 1; }
for seen in "$first" "$new"; do
  [[ $seen == *'object {"a":1}'* && $seen == *'string "5", parsed once more 5,'* ]] || { echo 'changed: JSON is not parsed'; exit 1; }
done
[[ $asked == *'string "{\"a\":1}"'* ]] || { echo 'changed: jsonStrings does not give text'; exit 1; }
