#!/usr/bin/env bash
# One would guess: a table is read page by page with ORDER BY its primary key and a condition that continues behind the last key,
# (a, b) > (last a, last b), as databases recommend; each row is read once, whatever the types of the columns.
# What happens (MariaDB 10.11.19) if the last column of the key is an ENUM: ORDER BY, and the index, sort it by the number of the value in the
# definition, but > compares it with a string as text. Where a page ends between two rows that differ only in this column, rows are left
# out, without an error or a warning, or read again. Comparing its number (b + 0 > number) reads each row once.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# MySQL 9.7 documents the same ("ENUM values are sorted based on their index numbers"; a comparison with a string is one of strings).
# Source: found by a backup that counted fewer rows than the table has. Exits with 1 if this changes.
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
sql() { mariadb --no-defaults --socket="$folder/socket" -uroot -N -e "$1" "${2:-}"; }
for _ in $(seq 100); do sql 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MariaDB $(sql 'SELECT VERSION()')"
sql 'CREATE DATABASE look'
sql "CREATE TABLE queues (ride INT, type ENUM('STANDBY', 'SINGLE', 'PAID') NOT NULL, PRIMARY KEY (ride, type));
  INSERT INTO queues SELECT seq, type FROM seq_1_to_10, (SELECT 'STANDBY' AS type UNION SELECT 'SINGLE' UNION SELECT 'PAID') types" look

# Reads pages of 4 rows; $1 is the condition behind a key, with @ride and @type in the place of its values.
read_by_pages() {
  local ride=0 type='' condition page read=0
  while true; do
    condition=${1//@ride/$ride}
    page=$(sql "SELECT ride, type FROM queues WHERE ${condition//@type/\'$type\'} ORDER BY ride, type LIMIT 4" look)
    [[ -n $page ]] || break
    read=$((read + $(wc -l <<<"$page")))
    read -r ride type < <(tail -1 <<<"$page")
  done
  echo "$read"
}
text=$(read_by_pages '(ride, type) > (@ride, @type)')
number=$(read_by_pages "(ride > @ride OR (ride = @ride AND type + 0 > FIND_IN_SET(@type, 'STANDBY,SINGLE,PAID')))")
echo "rows: $(sql 'SELECT COUNT(*) FROM queues' look); read by (ride, type) > (…): $text; read by the number of the type: $number"
[[ $text -lt 30 ]] || { echo 'changed: no row is left out'; exit 1; }
[[ $number == 30 ]] || { echo 'changed: the number does not help'; exit 1; }
