#!/usr/bin/env bash
# One would guess: Seconds_Behind_Master of SHOW SLAVE STATUS grows while a replica misses changes of its primary.
# What happens (MariaDB 10.11.19): it is 0, and both threads of the replica report Yes, while the network between the two passes nothing
# on. The value compares what is applied with what has been received. After slave_net_timeout (60 s), it becomes NULL.
# What helps: a row with the time, which is written on the primary and read on the replica.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install), and node; starts two private
# servers on 127.0.0.1, with a proxy between them that is stopped.
# Source: https://mariadb.com/kb/en/show-replica-status/ describes the value as the difference between two events on the replica.
# Exits with 1 if this changes.
set -euo pipefail
for tool in mariadbd mariadb-install-db mariadb node; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install mariadb-server=1:10.11.19-0+deb12u1" >&2; exit 3; }
done
folder=$(mktemp -d)
started=()
trap 'kill -9 "${started[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
chmod 755 "$folder"
user=$(id -un)
port() { echo $((20000 + $$ % 20000 + $1)); }
sql() { mariadb --no-defaults --socket="$folder/$1.sock" -uroot -N -e "$2"; }
start() {
  local name=$1 id=$2; shift 2
  mariadb-install-db --no-defaults --datadir="$folder/$name" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1
  mariadbd --no-defaults --user="$user" --datadir="$folder/$name" --socket="$folder/$name.sock" --pid-file="$folder/$name.pid" \
    --tmpdir="$folder" --bind-address=127.0.0.1 --port="$(port "$id")" --server-id="$id" "$@" >"$folder/$name.log" 2>&1 &
  started+=($!)
  for _ in $(seq 150); do sql "$name" 'SELECT 1' >/dev/null 2>&1 && return; sleep 0.2; done
  echo "$name did not start" >&2; tail -5 "$folder/$name.log" >&2; exit 3
}
start primary 1 --log-bin=changes --binlog-format=ROW
start replica 2 --read-only=1
node -e 'const { createServer, connect } = require("node:net"); const [from, to] = process.argv.slice(1).map(Number);
createServer((client) => client.pipe(connect(to, "127.0.0.1").on("error", () => client.destroy())).pipe(client)).listen(from, "127.0.0.1")' \
  "$(port 3)" "$(port 1)" &
proxy=$!
started+=("$proxy")
sql primary "CREATE USER follower@'127.0.0.1' IDENTIFIED BY 'follows'; GRANT REPLICATION SLAVE ON *.* TO follower@'127.0.0.1';
  CREATE DATABASE look; CREATE TABLE look.visits (id INT PRIMARY KEY)"
sql replica "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = $(port 3), MASTER_USER = 'follower',
  MASTER_PASSWORD = 'follows', MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos; START SLAVE"
for _ in $(seq 150); do [[ $(sql replica 'SELECT COUNT(*) FROM look.visits' 2>/dev/null) == 0 ]] && break; sleep 0.2; done
[[ $(sql replica 'SELECT COUNT(*) FROM look.visits' 2>/dev/null) == 0 ]] || { echo 'the replica does not follow' >&2; exit 3; }
echo "MariaDB $(sql replica 'SELECT VERSION()'), the replica follows"
kill -STOP "$proxy"
for id in 1 2 3 4 5; do sql primary "INSERT INTO look.visits VALUES ($id)"; sleep 1; done
state=$(mariadb --no-defaults --socket="$folder/replica.sock" -uroot -e 'SHOW SLAVE STATUS\G' |
  grep -E 'Slave_(IO|SQL)_Running:|Seconds_Behind_Master:' | sed 's/^ *//' | tr '\n' ' ')
rows="$(sql primary 'SELECT COUNT(*) FROM look.visits') rows on the primary, $(sql replica 'SELECT COUNT(*) FROM look.visits') on the replica"
echo "five seconds of writes behind a hung network: $rows. $state"
[[ $rows == '5 rows on the primary, 0 on the replica' ]] || { echo 'the network did not hang'; exit 3; }
[[ $state == *'Seconds_Behind_Master: 0 '* ]] || { echo 'changed: the value shows the missing changes'; exit 1; }
