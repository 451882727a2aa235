#!/usr/bin/env bash
# One would guess: a transaction WITH CONSISTENT SNAPSHOT either reads the rows of its snapshot or gets an error. If a partition
# is rebuilt after the snapshot, InnoDB says so: error 1412, "Table definition has changed, please retry transaction".
# What happens (MySQL 9.7.4): the error comes only if the statement reads that partition alone, or scans the whole table. A range of
# the index over several partitions succeeds and silently leaves out the rows of the rebuilt ones, as long as one partition of
# the range is unchanged: with or without ORDER BY, and COUNT(*) too. A dump or export that reads on after ALTER TABLE ...
# REORGANIZE PARTITION is incomplete without a word. MariaDB 10.11.19 and 11.8.9: 1412 for each of these statements.
# What helps: read each partition of the range by itself afterwards, such as with EXISTS for a key that does not exist.
# Needs root, and the packages mysql-server-core and mysql-client-core (9.7.4-2) of Debian sid, which debootstrap puts into a
# temporary folder (2 minutes; MYSQL_ROOT=folder keeps it). Starts a server on a socket in it.
# Source: "Consistent Nonlocking Reads" of the MySQL manual: ALTER TABLE in another session gives ER_TABLE_DEF_CHANGED.
# Exits with 1 if this changes.
set -euo pipefail
[[ $(id -u) == 0 ]] || { echo 'needs root, for debootstrap' >&2; exit 3; }
root=${MYSQL_ROOT:-$(mktemp -d)}
home=/var/finding-$$
server=''
finish() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; fi
  rm -rf "$root$home"
  [[ -n ${MYSQL_ROOT:-} ]] || rm -rf "$root"
}
trap finish EXIT
if [[ ! -x $root/usr/sbin/mysqld ]]; then
  command -v debootstrap >/dev/null || { echo 'debootstrap is missing: apt-get install debootstrap' >&2; exit 3; }
  mirror=$(apt-get indextargets --format '$(SITE)' | grep -E '/debian/?$' | sort -u | head -1)
  debootstrap --variant=minbase --include=mysql-server-core,mysql-client-core sid "$root" "$mirror" >"$root.log" 2>&1 ||
    { tail -5 "$root.log" >&2; exit 3; }
  rm -f "$root.log"
fi
mkdir -p "$root$home" "$root/tmp"
chmod 777 "$root$home"
options=(--no-defaults --user=root "--datadir=$home/data" "--socket=$home/socket" "--pid-file=$home/pid" --skip-networking --secure-file-priv= --mysqlx=0)
chroot "$root" /usr/sbin/mysqld "${options[@]}" --initialize-insecure >"$root$home/log" 2>&1
chroot "$root" /usr/sbin/mysqld "${options[@]}" >"$root$home/log" 2>&1 &
server=$!
sql() { chroot "$root" mysql --no-defaults --socket="$home/socket" -uroot -N -n "$@"; }
for _ in $(seq 200); do sql -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MySQL $(sql -e 'SELECT VERSION()')"
sql -e "
  CREATE DATABASE look; USE look;
  CREATE TABLE facts (id INT NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE COLUMNS (at)
    (PARTITION p1 VALUES LESS THAN ('2024-02-01'), PARTITION p_future VALUES LESS THAN (MAXVALUE));
  INSERT INTO facts VALUES (1, '2024-01-05'), (1, '2024-03-01'), (1, '2024-03-02'), (1, '2024-04-01');"

# One session with a view, in which each line is a statement; errors do not end it.
{
  echo "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;"
  echo "SELECT 'before', COUNT(*) FROM facts WHERE id = 1 AND at >= '2024-01-01'; ROLLBACK;"
  echo "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY; SELECT 'view is open';"
  for _ in $(seq 100); do [[ -e $root$home/changed ]] && break; sleep 0.1; done
  echo "SELECT 'ordered range', GROUP_CONCAT(at ORDER BY at) FROM (SELECT at FROM facts WHERE id = 1 AND at >= '2024-01-01' ORDER BY at LIMIT 9) t;"
  echo "SELECT 'count of range', COUNT(*) FROM facts WHERE id = 1 AND at >= '2024-01-01';"
  echo "SELECT 'one partition', COUNT(*) FROM facts WHERE id = 1 AND at >= '2024-02-01' AND at < '2024-04-01';"
  echo "SELECT 'whole table', COUNT(*) FROM facts;"
  echo "SELECT 'one partition, no such key', EXISTS (SELECT 1 FROM facts WHERE id = 0 AND at >= '2024-02-01' AND at < '2024-04-01');"
} | sql --force look >"$root$home/seen" 2>&1 &
reader=$!
for _ in $(seq 100); do grep -q 'view is open' "$root$home/seen" 2>/dev/null && break; sleep 0.1; done
sql look -e "ALTER TABLE facts REORGANIZE PARTITION p_future INTO
  (PARTITION p3 VALUES LESS THAN ('2024-04-01'), PARTITION p_future VALUES LESS THAN (MAXVALUE))"
touch "$root$home/changed"
wait "$reader" || true
cat "$root$home/seen"
seen=$(tr '\t\n' ' ;' <"$root$home/seen")
[[ $seen == *'before 4;'*'ordered range 2024-01-05 00:00:00;'*'count of range 1;'* && $(grep -c 'ERROR 1412' <<<"${seen//;/$'\n'}") == 3 ]] ||
  { echo 'changed: the view is complete, or the server reports that it is not'; exit 1; }
