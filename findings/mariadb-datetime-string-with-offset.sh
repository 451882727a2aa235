#!/usr/bin/env bash
# One would guess: a DATETIME column is compared with '2026-03-01 00:00:00+09:00', a string as feeds and JSON have it, by its instant, as MySQL does
# since 8.0.19; or the server refuses the offset, as it does in strict mode when such a string is stored (error 1292).
# What happens (MariaDB 10.11.19, and 11.8.9 by hand): a comparison cuts the offset off, so that the rows of other hours come back (nine here).
# A "Z" is cut off, too. There, the rows are right, but a range of a partitioned table is not pruned any more: every partition is read,
# although '2026-03-01T00:00:00' without the Z prunes. The only sign is a warning, which drivers do not show. = and BETWEEN do prune.
# MySQL 9.7.4, by hand: with the offset, another row than MariaDB; with the Z, the same rows, a warning, and one partition.
# What helps: UTC without an offset in the form of the column, '2026-03-01 00:00:00.000', or a date that the driver formats.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# Source: "Date and Time Literals" of the MySQL manual (offsets); MariaDB's page "DATETIME" mentions names of zones only, MDEV-11829.
# Exits with 1 if this changes.
set -euo pipefail
for tool in mariadbd mariadb-install-db mariadb; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install mariadb-server=1:10.11.19-0+deb12u1" >&2; exit 3; }
done
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
user=$(id -un)
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1
mariadbd --no-defaults --datadir="$folder/data" --socket="$folder/socket" --skip-networking --pid-file="$folder/pid" --user="$user" \
  >"$folder/log" 2>&1 &
server=$!
sql() { mariadb --no-defaults --socket="$folder/socket" -uroot -N -e "$1" "${2:-}"; }
for _ in $(seq 100); do sql 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MariaDB $(sql 'SELECT VERSION()')"
sql "CREATE DATABASE look; CREATE TABLE look.waits (ride INT NOT NULL, at DATETIME(3) NOT NULL, PRIMARY KEY (at, ride))
  PARTITION BY RANGE COLUMNS (at) (PARTITION jan VALUES LESS THAN ('2026-02-01'), PARTITION feb VALUES LESS THAN ('2026-03-01'),
    PARTITION mar VALUES LESS THAN ('2026-04-01'));
  INSERT INTO look.waits VALUES (1, '2026-01-15'), (2, '2026-02-28 20:00:00'), (3, '2026-03-01 12:00:00')"
# TEXT: the rides since it, the partitions that are read, and the warning
since() {
  local rides partitions warning
  rides=$(sql "SELECT GROUP_CONCAT(ride ORDER BY ride) FROM waits WHERE at >= '$1'" look)
  partitions=$(sql "EXPLAIN PARTITIONS SELECT * FROM waits WHERE at >= '$1'" look | cut -f4)
  warning=$(sql "SELECT COUNT(*) INTO @n FROM waits WHERE at >= '$1'; SHOW WARNINGS" look | cut -f2,3)
  found="$rides; $partitions"
  echo "at >= '$1': rides $rides, partitions $partitions, ${warning:-no warning}"
}
changed() { echo "changed: $1"; exit 1; }
since '2026-02-28 15:00:00'
[[ $found == '2,3; feb,mar' ]] || changed 'the plain form'
since '2026-03-01 00:00:00+09:00' # the same instant
[[ $found == '3; jan,feb,mar' ]] || changed 'the offset counts, or is pruned'
since '2026-03-01T00:00:00.000'
[[ $found == '3; mar' ]] || changed 'the form with a T'
since '2026-03-01T00:00:00.000Z'
[[ $found == '3; jan,feb,mar' ]] || changed 'the form with a Z is pruned'
stored=$(sql "INSERT INTO waits VALUES (4, '2026-03-01T00:00:00.000Z')" look 2>&1 | grep -o 'ERROR [0-9]*' || true)
echo "to store it: $stored"
[[ $stored == 'ERROR 1292' ]] || changed 'it is stored'
