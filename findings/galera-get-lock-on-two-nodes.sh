#!/usr/bin/env bash
# One would guess: on a synchronous cluster, GET_LOCK() either excludes the sessions of all nodes or fails. A row that a session has
# locked with SELECT ... FOR UPDATE can be locked by no session of another node.
# What happens (MariaDB 10.11.19, galera-4 26.4.23): GET_LOCK() returns 1 on both nodes at once, without a warning, on a node that is
# cut off from the others, too. Both transactions lock the same row, insert a row of another table and commit, without an error.
# If they change the locked row, one of them gets error 1213.
# What helps: a lease in a row, and changing the row that is locked.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install), and apt-get, which downloads
# galera-4 into a temporary folder; starts two private servers on 127.0.0.1.
# Source: "MariaDB Galera Cluster - Known Limitations" says that explicit locking is not supported and names GET_LOCK among its functions.
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
user=$(id -un)
port() { echo $((20000 + $$ % 20000 + $1)); }

# The second node begins with a copy of the data, so the script of a state transfer has only to hand over the position.
mkdir scripts
cat >scripts/wsrep_sst_copied <<'EOF'
#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in --role) role=$2 ;; --address) address=$2 ;; --datadir) data=$2 ;; --gtid) gtid=$2 ;; --gtid-domain-id) domain=$2 ;; esac
  shift
done
position=$(dirname "$data")/position
if [ "$role" = joiner ]; then
  rm -f "$position"; echo "ready $address"
  until [ -s "$position" ]; do sleep 0.1; done
  cat "$position"
else
  echo continue; echo "$gtid $domain" >"$position"; echo "done $gtid"
fi
EOF
chmod +x scripts/wsrep_sst_copied
start() {
  local node=$1; shift
  PATH=$folder/scripts:$PATH mariadbd --no-defaults --user="$user" --datadir="$folder/n$node" --socket="$folder/n$node.sock" \
    --pid-file="$folder/n$node.pid" --tmpdir="$folder" --bind-address=127.0.0.1 --port="$(port "$node")" --binlog-format=ROW \
    --innodb-autoinc-lock-mode=2 --wsrep-on=ON --wsrep-provider="$folder/galera/usr/lib/galera/libgalera_smm.so" \
    --wsrep-cluster-name=look --wsrep-cluster-address="gcomm://127.0.0.1:$(port 11),127.0.0.1:$(port 12)" \
    --wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:$(port "1$node");ist.recv_addr=127.0.0.1:$(port "2$node")" \
    --wsrep-node-address=127.0.0.1 --wsrep-sst-method=copied --wsrep-sst-receive-address="127.0.0.1:$(port "3$node")" "$@" \
    >"$folder/n$node.log" 2>&1 &
  servers+=($!)
  for _ in $(seq 150); do
    [[ $(sql "$node" "SHOW STATUS LIKE 'wsrep_local_state_comment'" 2>/dev/null) == *Synced ]] && return
    sleep 0.2
  done
  echo "node $node did not start" >&2; tail -5 "$folder/n$node.log" >&2; exit 3
}
sql() { mariadb --no-defaults --socket="$folder/n$1.sock" -uroot -N -n -e "$2"; }
mariadb-install-db --no-defaults --datadir="$folder/n1" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1
start 1 --wsrep-new-cluster
sql 1 SHUTDOWN; wait "${servers[0]}" || true
cp -a n1 n2; rm -f n2/galera.cache
start 1 --wsrep-new-cluster
start 2
sql 1 "CREATE DATABASE look; CREATE TABLE look.parks (id INT PRIMARY KEY, version INT); INSERT INTO look.parks VALUES (1, 0);
  CREATE TABLE look.imports (id INT AUTO_INCREMENT PRIMARY KEY, park INT)"
echo "MariaDB $(sql 1 'SELECT VERSION()'), nodes: $(sql 2 "SHOW STATUS LIKE 'wsrep_cluster_size'" | cut -f2)"

# Two sessions, each on its node, do the same for two seconds.
both() { for node in 1 2; do sql "$node" "$1" >"answer$node" 2>&1 & jobs[node]=$!; done; wait "${jobs[1]}" "${jobs[2]}" || true; cat answer1 answer2; }
locks=$(both "SELECT GET_LOCK('import', 0), SLEEP(2)" | cut -f1 | tr '\n' ' ')
echo "GET_LOCK on node 1 and node 2 at once: $locks"
[[ $locks == '1 1 ' ]] || { echo 'changed: the lock excludes other nodes'; exit 1; }
both "BEGIN; SELECT SLEEP(0) FROM look.parks WHERE id = 1 FOR UPDATE; DO SLEEP(2); INSERT INTO look.imports (park) VALUES (1); COMMIT" >/dev/null
echo "imports after two transactions that both locked their park with FOR UPDATE: $(sql 1 'SELECT COUNT(*) FROM look.imports')"
[[ $(sql 1 'SELECT COUNT(*) FROM look.imports') == 2 ]] || { echo 'changed: the row is locked on all nodes'; exit 1; }
answers=$(both "BEGIN; UPDATE look.parks SET version = version + 1 WHERE id = 1; DO SLEEP(2); INSERT INTO look.imports (park) VALUES (1); COMMIT" || true)
echo "two transactions that both change their park: $(grep -o 'ERROR [0-9]*' <<<"$answers" | tr '\n' ' ')"
[[ $(grep -c 'ERROR 1213' <<<"$answers") == 1 ]] || { echo 'changed: not exactly one of them fails'; exit 1; }
