#!/usr/bin/env bash
# One would guess: information_schema.INNODB_TRX shows the transactions of now, or at worst of a tenth of a second ago. So a test or a
# monitor that waits for a transaction looks often.
# What happens (MariaDB 10.11.19): the table is read from a copy, and a read takes a new copy only if the last READ, of any session,
# was more than 100 ms ago. Who looks every 10 ms keeps the first copy alive: in two seconds, 200 looks never see a transaction that
# is open the whole time. A look every 150 ms sees it at once.
# What helps: a pause of more than 100 ms between looks of all sessions, or performance_schema and SHOW ENGINE INNODB STATUS.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# Source: the MySQL manual says that the copy is renewed only after a tenth of a second without a read (page on the consistency of
# InnoDB's transaction and locking information), but not what that means for who looks often; MariaDB's page says nothing of it.
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
sql() { mariadb --no-defaults --socket="$folder/socket" -uroot -N -n "$@"; }
for _ in $(seq 100); do sql -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MariaDB $(sql -e 'SELECT VERSION()')"
sql -e 'CREATE DATABASE look; CREATE TABLE look.rides (id INT PRIMARY KEY, wait INT) ENGINE=InnoDB; INSERT INTO look.rides VALUES (1, 5)'

# Looks this many times with this pause, in seconds; prints how many looks saw the transaction that begins after the first looks.
# The loop runs in the server, so that no slow client lengthens its pauses.
looks_that_see() {
  sql -e "DELIMITER //
    BEGIN NOT ATOMIC
      DECLARE looks, seen INT DEFAULT 0;
      WHILE looks < $1 DO
        SET looks = looks + 1, seen = seen + (SELECT COUNT(*) > 0 FROM information_schema.INNODB_TRX WHERE trx_rows_modified > 0);
        DO SLEEP($2);
      END WHILE;
      SELECT seen;
    END//" >"$folder/seen" &
  local looking=$!
  sleep 0.3
  sql look -e 'START TRANSACTION; UPDATE rides SET wait = wait + 1; DO SLEEP(4); ROLLBACK' &
  local writing=$!
  wait "$looking"
  cat "$folder/seen"
  wait "$writing"
}
fast=$(looks_that_see 200 0.01)
sleep 0.5
slow=$(looks_that_see 14 0.15)
echo "an open transaction, seen by $fast of 200 looks every 10 ms, and by $slow of 14 looks every 150 ms"
[[ $fast == 0 && $slow -ge 8 ]] || { echo 'changed'; exit 1; }
