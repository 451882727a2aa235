#!/usr/bin/env bash
# One would guess: INSERT ... SELECT stores what the SELECT returns. Where a group has no value, MAX(CASE WHEN ... THEN a_date END)
# is NULL, and NULL is stored in a column that may be NULL.
# What happens (MySQL 9.7.4): the SELECT alone returns NULL. As the source of an INSERT, the same SELECT fails in strict mode:
# "Incorrect date value: '0000-00-00' for column 'MAX(...)'" (1292). With IF() it fails as well. Without strict mode it stores NULL.
# MariaDB 10.11.19 and 11.8.9 store NULL in strict mode too.
# What helps: the maximum of a text, MAX(CASE WHEN ... THEN CAST(a_date AS CHAR) END), which the column turns into a date.
# Needs root, and the packages mysql-server-core and mysql-client-core (9.7.4-2) of Debian sid, which debootstrap puts into a
# temporary folder (2 minutes; MYSQL_ROOT=folder keeps it). Starts a server on a socket in it.
# Source: "INSERT ... SELECT Statement" of the MySQL manual has no such exception.
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
  CREATE TABLE days (park INT NOT NULL, day DATE NOT NULL, is_last INT NOT NULL);
  INSERT INTO days VALUES (1, '2024-01-01', 0), (1, '2024-02-01', 1), (2, '2024-03-01', 0);
  CREATE TABLE spans (park INT NOT NULL, first_day DATE NOT NULL, last_day DATE NULL);"
look() {
  local seen
  seen=$(sql look -e "SET sql_mode = '$3'; $2" 2>&1 | tr '\t\n' ' ;' || true)
  echo "$1: $seen"
  [[ $seen == $4 ]] || { echo "changed: expected $4"; exit 1; }
}
strict='STRICT_ALL_TABLES,NO_ZERO_DATE'
dates='SELECT park, MIN(day), MAX(CASE WHEN is_last THEN day END) FROM days GROUP BY park'
texts='SELECT park, MIN(day), MAX(CASE WHEN is_last THEN CAST(day AS CHAR) END) FROM days GROUP BY park'
look 'the rows' "$dates" "$strict" '1 2024-01-01 2024-02-01;2 2024-03-01 NULL;'
look 'inserted as dates' "INSERT INTO spans $dates" "$strict" "ERROR 1292 *0000-00-00*"
look 'inserted as texts' "INSERT INTO spans $texts; SELECT * FROM spans" "$strict" '1 2024-01-01 2024-02-01;2 2024-03-01 NULL;'
look 'inserted as dates without strict mode' "TRUNCATE spans; INSERT INTO spans $dates; SELECT last_day FROM spans WHERE park = 2" '' 'NULL;'
