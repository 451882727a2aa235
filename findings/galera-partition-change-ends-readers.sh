#!/usr/bin/env bash
# One would guess: a transaction that only reads has no deadlocks, and a new partition waits for it, or gives up after lock_wait_timeout, as on
# a single MariaDB, where the reader goes on undisturbed. On a cluster, at most the readers of the same node are concerned.
# What happens (MariaDB 10.11.19, galera-4 26.4.23): ALTER TABLE ... ADD PARTITION waits for no one, whatever lock_wait_timeout is. On every
# node, it ends each transaction that has read the table, even one that is READ ONLY with a consistent snapshot: its next statement gets
# error 1213, "Deadlock found". The snapshot has ended too: a reader that continues after the error gets the rows of now. TRUNCATE PARTITION,
# DROP PARTITION and a column that is added with ALGORITHM=INSTANT do the same, ANALYZE PARTITION does not. A long dump or export
# meets this once a month, when the next partition is made.
# What helps: begin again after 1213. ROLLBACK TO a savepoint, which releases the table on a single server, does not spare the reader (by hand).
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install), and apt-get, which downloads
# galera-4 into a temporary folder; starts three private servers on 127.0.0.1.
# Source: "Total Order Isolation" of the Galera documentation speaks of transactions that conflict, not of readers; tried out.
# Exits with 1 if this changes.
set -euo pipefail
for tool in mariadbd mariadb-install-db mariadb apt-get; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install mariadb-server=1:10.11.19-0+deb12u1" >&2; exit 3; }
done
folder=$(mktemp -d)
servers=()
trap 'kill -9 "${servers[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download galera-4=26.4.23-0+deb12u1 >/dev/null 2>&1 || { echo 'galera-4 26.4.23 cannot be downloaded' >&2; exit 3; }
dpkg -x galera-4_*.deb galera
first_port=$((20000 + $$ % 20000))

# The second node begins with the files of the first one, so a "transfer" of the state has only to hand over the position.
mkdir scripts
cat >scripts/wsrep_sst_position <<'EOF'
#!/bin/sh
for argument; do
  case $previous in --role) role=$argument ;; --address) address=$argument ;; --gtid) gtid=$argument ;; --gtid-domain-id) domain=$argument ;; esac
  previous=$argument
done
cd "$(dirname "$0")"
if [ "$role" = donor ]; then
  printf 'continue\ndone %s\n' "$gtid"; echo "$gtid $domain" >unfinished; mv unfinished position
else
  echo "ready $address"; until [ -e position ]; do sleep 0.1; done; cat position
fi
EOF
chmod +x scripts/wsrep_sst_position
mariadb-install-db --no-defaults --datadir="$folder/single" --auth-root-authentication-method=normal --user="$(id -un)" --skip-test-db >/dev/null 2>&1
cp -a single node1
sql() { mariadb --no-defaults --socket="$folder/$1.sock" -uroot -N -n "${@:2}"; }
start() { # NAME OPTIONS...: waits until the server takes statements
  PATH=$folder/scripts:$PATH mariadbd --no-defaults --user="$(id -un)" --datadir="$folder/$1" --socket="$folder/$1.sock" --pid-file="$folder/$1.pid" \
    --tmpdir="$folder" "${@:2}" >"$1.log" 2>&1 &
  servers+=($!)
  for _ in $(seq 300); do sql "$1" -e 'SELECT 1 FROM mysql.user LIMIT 1' >/dev/null 2>&1 && return; sleep 0.2; done
  echo "$1 did not start" >&2; tail -5 "$1.log" >&2; exit 3
}
start_node() { # NUMBER ADDRESS
  local group=$((first_port + 10 * $1))
  start "node$1" --bind-address=127.0.0.1 --port=$group --binlog-format=ROW --innodb-autoinc-lock-mode=2 --wsrep-on=ON \
    --wsrep-provider="$folder/galera/usr/lib/galera/libgalera_smm.so" --wsrep-cluster-name=look --wsrep-cluster-address="$2" \
    --wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:$((group + 1));ist.recv_addr=127.0.0.1:$((group + 2))" \
    --wsrep-node-address=127.0.0.1 --wsrep-sst-receive-address="127.0.0.1:$((group + 3))" --wsrep-sst-method=position
}
start single --skip-networking
start_node 1 gcomm://
sql node1 -e SHUTDOWN
wait "${servers[-1]}" || true
cp -a node1 node2
rm node2/galera.cache
start_node 1 gcomm://
start_node 2 "gcomm://127.0.0.1:$((first_port + 11))"
echo "MariaDB $(sql node1 -e 'SELECT VERSION()'), nodes of the cluster: $(sql node2 -e "SHOW STATUS LIKE 'wsrep_cluster_size'" | cut -f2)"

# Reads in a snapshot, waits for the new partition, and reads on. Errors do not end the session.
reader() {
  {
    echo "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY; SELECT 'rows', COUNT(*) FROM look.facts;"
    for _ in $(seq 300); do [[ -e changed-$1 ]] && break; sleep 0.1; done
    echo "SELECT 'then', COUNT(*) FROM look.facts; SELECT 'at last', COUNT(*) FROM look.facts;"
  } | sql "$1" --force >"seen-$1" 2>&1
}
# NODE READER...: makes a partition on a node while there are readers
change() {
  local name node=$1 jobs=()
  sql "$node" -e "CREATE DATABASE look; CREATE TABLE look.facts (id INT, at DATETIME NOT NULL) PARTITION BY RANGE COLUMNS (at)
    (PARTITION p1 VALUES LESS THAN ('2026-02-01')); INSERT INTO look.facts VALUES (1, '2026-01-05')"
  for name in "${@:2}"; do
    for _ in $(seq 100); do [[ $(sql "$name" -e 'SELECT COUNT(*) FROM look.facts' 2>/dev/null) == 1 ]] && break; sleep 0.1; done
    reader "$name" & jobs+=($!)
    for _ in $(seq 100); do grep -q rows "seen-$name" 2>/dev/null && break; sleep 0.1; done
  done
  sql "$node" -e "INSERT INTO look.facts VALUES (2, '2026-01-06')"
  answer=made
  sql "$node" -e "SET lock_wait_timeout = 2; ALTER TABLE look.facts ADD PARTITION (PARTITION p2 VALUES LESS THAN ('2026-03-01'))" 2>refusal ||
    answer=$(grep -o 'ERROR [0-9]*' refusal)
  for name in "${@:2}"; do touch "changed-$name"; done
  wait "${jobs[@]}" || true
  echo "new partition on $node: $answer"
  for name in "${@:2}"; do echo "  reader on $name: $(grep -v '^-\|^SELECT\|^$' "seen-$name" | cut -c1-50 | tr '\t\n' ' ;')"; done
}
change single single
[[ $answer == 'ERROR 1205' && $(tr '\t\n' ' ;' <seen-single) == 'rows 1;then 1;at last 1;' ]] ||
  { echo 'changed: the single server behaves otherwise'; exit 1; }
change node1 node1 node2
for name in node1 node2; do
  [[ $answer == made && $(grep -c 'ERROR 1213' "seen-$name") == 1 && $(grep -c 'at last.2' "seen-$name") == 1 ]] ||
    { echo "changed: the reader on $name is not ended"; exit 1; }
done
