#!/usr/bin/env bash
# One would guess: ALTER TABLE ... REORGANIZE PARTITION, which copies rows into new partitions, leaves the optimiser with
# statistics of what it has just copied, or has them made in the background as after other large changes.
# What happens (MariaDB 10.11.19): mysql.innodb_table_stats has 0 rows for each of the new partitions, seconds later too. The
# optimiser takes them for empty: a join of 200 parents with the 40,000 rows reads the whole index of the large table first.
# ALTER TABLE ... ANALYZE PARTITION takes hundredths of a second and mends it.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# MySQL 9.7.4 (Debian sid), tried by hand with the same statements: 0 rows as well until ANALYZE PARTITION.
# Source: "InnoDB Persistent Statistics" of MariaDB's knowledge base speaks of recalculation after 10 % of the rows changed.
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
sql() { mariadb --no-defaults --socket="$folder/socket" -uroot -N -e "$1" "${2:-}"; }
for _ in $(seq 100); do sql 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MariaDB $(sql 'SELECT VERSION()')"
sql 'CREATE DATABASE look'
sql "
  CREATE TABLE parents (parent_id INT PRIMARY KEY, place INT NOT NULL, KEY (place));
  INSERT INTO parents SELECT seq, 1 FROM seq_1_to_200;
  CREATE TABLE facts (parent_id INT NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (parent_id, at))
    PARTITION BY RANGE COLUMNS (at) (PARTITION p_past VALUES LESS THAN ('2020-01-01'), PARTITION p_future VALUES LESS THAN (MAXVALUE));
  INSERT INTO facts SELECT 1 + MOD(seq, 200), '2031-03-01' + INTERVAL seq MINUTE FROM seq_1_to_40000;" look
sql 'ANALYZE TABLE parents, facts' look >/dev/null
look() {
  local rows first
  rows=$(sql "SELECT GROUP_CONCAT(PARTITION_NAME, ' ', TABLE_ROWS ORDER BY PARTITION_ORDINAL_POSITION SEPARATOR ', ') FROM information_schema.PARTITIONS
    WHERE TABLE_SCHEMA = 'look' AND TABLE_NAME = 'facts'")
  first=$(sql "EXPLAIN SELECT COUNT(*) FROM parents JOIN facts USING (parent_id) WHERE place = 1 AND at >= '2031-03-01' AND at < '2031-03-03'" look | head -1 | cut -f3,4)
  echo "$1: rows by the statistics: $rows; the join begins with: $first"
  plan=$first
}
look 'before'
sql "ALTER TABLE facts REORGANIZE PARTITION p_future INTO (PARTITION p203103 VALUES LESS THAN ('2031-04-01'), PARTITION p_future VALUES LESS THAN (MAXVALUE))" look
sleep 3
look '3 s after REORGANIZE PARTITION'
[[ $plan == facts* ]] || { echo 'changed: the optimiser has statistics'; exit 1; }
sql 'ALTER TABLE facts ANALYZE PARTITION p203103, p_future' look >/dev/null
look 'after ANALYZE PARTITION'
[[ $plan == parents* ]] || { echo 'changed: ANALYZE PARTITION does not help'; exit 1; }
