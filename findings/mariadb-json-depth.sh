#!/usr/bin/env bash
# One would guess: a JSON column takes whatever valid JSON a feed sends, or refuses it as too large, and MySQL and MariaDB
# agree about what JSON is.
# What happens (MariaDB 10.11.19): JSON of 32 levels is not valid: JSON_VALID says 0, the CHECK constraint that MariaDB adds to each
# JSON column refuses the row with "CONSTRAINT `answers.body` failed" (4025), which speaks neither of JSON nor of depth. 31 levels
# pass. MySQL documents 100 levels and has an error of its own for more (3157). JavaScript parses and writes thousands, so that
# what a program has read it may be unable to store.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# Source: JSON_DEPTH_LIMIT of MariaDB's json_lib.h is 32; "The JSON Data Type" of the MySQL manual says 100.
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
sql 'CREATE DATABASE look; CREATE TABLE look.answers (body JSON)'
nested() { node -p "JSON.stringify(Array.from({ length: $1 }).reduce((inside) => [inside], 1))"; }

valid=''
for levels in 31 32; do
  is_valid=$(sql "SELECT JSON_VALID('$(nested $levels)')")
  echo "$levels levels: JSON_VALID $is_valid"
  valid+=$is_valid
done
stored=$(sql "INSERT INTO look.answers VALUES ('$(nested 31)'); SELECT COUNT(*) FROM look.answers")
refused=$(sql "INSERT INTO look.answers VALUES ('$(nested 32)')" 2>&1 | grep -o 'ERROR.*' || true)
echo "31 levels into a JSON column: $stored row; 32 levels: $refused"
[[ $valid == 10 && $stored == 1 && $refused == *'4025'*'CONSTRAINT'* ]] || { echo 'changed: another limit, or another error'; exit 1; }
