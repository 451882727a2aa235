#!/usr/bin/env bash
# One would guess: a table made from the output of SHOW CREATE TABLE has the same SHOW CREATE TABLE, so that schemas can be compared
# by these texts, as after a restored dump.
# What happens (MySQL 9.7.4): a text column that takes its collation from the table prints "COLLATE utf8mb4_unicode_ci". In a table
# made from that text, the column remembers that its collation was given, and prints "CHARACTER SET utf8mb4 COLLATE
# utf8mb4_unicode_ci". The columns are equal in information_schema, and a copy of the copy prints the same as the copy.
# It needs a collation that is not the default of its character set; otherwise the column prints neither.
# What helps: compare information_schema.COLUMNS, or drop "CHARACTER SET x" in front of "COLLATE x_...".
# Needs root, and the packages mysql-server-core and mysql-client-core (9.7.4-2) of Debian sid, which debootstrap puts into a
# temporary folder (2 minutes; MYSQL_ROOT=folder keeps it). Starts a server on a socket in it.
# Source: "SHOW CREATE TABLE Statement" of the MySQL manual: the statement that creates the table; nothing about copies.
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
sql() { chroot "$root" mysql --no-defaults --socket="$home/socket" -uroot -N -r "$@"; }
for _ in $(seq 200); do sql -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MySQL $(sql -e 'SELECT VERSION()')"
sql -e 'CREATE DATABASE original; CREATE DATABASE copy; CREATE DATABASE copy_of_copy'
sql original -e 'CREATE TABLE parks (name VARCHAR(80)) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci'
text_in() { sql "$1" -e 'SHOW CREATE TABLE parks' | cut -f2-; }
column_in() { sql -e "SELECT COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '$1'"; }
name_in() { text_in "$1" | grep '`name`' | sed 's/^ *//; s/ DEFAULT NULL$//'; }
sql copy -e "$(text_in original)"
sql copy_of_copy -e "$(text_in copy)"
for schema in original copy copy_of_copy; do echo "$schema: $(name_in $schema)"; done
echo "columns: $(column_in original) | $(column_in copy)"
given='`name` varchar(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci'
[[ $(name_in original) == '`name` varchar(80) COLLATE utf8mb4_unicode_ci' && $(name_in copy) == "$given" &&
  $(name_in copy_of_copy) == "$given" && $(column_in original) == "$(column_in copy)" ]] || { echo 'changed'; exit 1; }
