#!/usr/bin/env bash
# One would guess: nodes of a cluster that were all killed and start again either agree on who has the newest data, or refuse to serve.
# What happens (MariaDB 10.11.19, galera-4 26.4.23): a killed node has no position in grastate.dat (seqno -1). If all start in that state,
# they restore the primary component from disk (pc.recovery), and no missing transaction is sent. Both report Primary and ready, under
# a cluster UUID of zeros, and have different rows.
# What helps: start each one with --wsrep-start-position and what --wsrep-recover has found, as the systemd units of the packages do. The
# node with the older position then gets what it lacks.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install), and apt-get, which downloads
# galera-4 into a temporary folder; starts two private servers on 127.0.0.1.
# Source: "Restarting the Cluster" of the Galera documentation compares positions by hand; pc.recovery is on by default.
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
launch() {
  local node=$1; shift
  PATH=$folder/scripts:$PATH mariadbd --no-defaults --user="$user" --datadir="$folder/n$node" --socket="$folder/n$node.sock" \
    --pid-file="$folder/n$node.pid" --tmpdir="$folder" --bind-address=127.0.0.1 --port="$(port "$node")" --binlog-format=ROW \
    --innodb-autoinc-lock-mode=2 --wsrep-on=ON --wsrep-provider="$folder/galera/usr/lib/galera/libgalera_smm.so" \
    --wsrep-cluster-name=look --wsrep-cluster-address="gcomm://127.0.0.1:$(port 11),127.0.0.1:$(port 12)" \
    --wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:$(port "1$node");ist.recv_addr=127.0.0.1:$(port "2$node")" \
    --wsrep-node-address=127.0.0.1 --wsrep-sst-method=copied --wsrep-sst-receive-address="127.0.0.1:$(port "3$node")" "$@" \
    >"$folder/n$node.log" 2>&1 &
  servers+=($!)
}
until_synced() {
  for _ in $(seq 150); do
    [[ $(sql "$1" "SHOW STATUS LIKE 'wsrep_local_state_comment'" 2>/dev/null) == *Synced ]] && return
    sleep 0.2
  done
  echo "node $1 did not start" >&2; tail -5 "$folder/n$1.log" >&2; exit 3
}
sql() { mariadb --no-defaults --socket="$folder/n$1.sock" -uroot -N -n -e "$2"; }
mariadb-install-db --no-defaults --datadir="$folder/n1" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1
launch 1 --wsrep-new-cluster; until_synced 1
sql 1 SHUTDOWN; wait "${servers[0]}" || true
cp -a n1 n2; rm -f n2/galera.cache
launch 1 --wsrep-new-cluster; until_synced 1
launch 2; until_synced 2
sql 1 "CREATE DATABASE look; CREATE TABLE look.visits (id INT PRIMARY KEY)"
sleep 1
echo "MariaDB $(sql 1 'SELECT VERSION()'), nodes: $(sql 2 "SHOW STATUS LIKE 'wsrep_cluster_size'" | cut -f2)"

# Node 2 applies a transaction after node 1 has committed it, row by row. Both are killed meanwhile.
sql 1 'USE look; INSERT INTO visits SELECT seq FROM seq_1_to_300000'
kill_both() { kill -9 "$(cat n1.pid)" "$(cat n2.pid)"; wait 2>/dev/null || true; }
kill_both
mkdir killed; cp -a n1 n2 killed

of_both() { for node in 1 2; do sql "$node" "$1" | tr '\n\t' '  '; done; }
report() {
  until_synced 1; until_synced 2; sleep 1
  echo "$1: $(of_both "SHOW STATUS WHERE Variable_name IN ('wsrep_cluster_status', 'wsrep_ready', 'wsrep_cluster_state_uuid')")"
  rows=$(of_both 'SELECT COUNT(*) FROM look.visits')
  echo "  rows of node 1 and node 2: $rows"
}
launch 1; launch 2
report 'started as they are'
[[ $rows == '300000 0 ' ]] || { echo 'changed: the nodes are equal'; exit 1; }

kill_both
rm -rf n1 n2; mv killed/n1 killed/n2 .
position() {
  launch "$1" --wsrep-recover --log-error="$folder/recovered$1.err"
  wait "${servers[-1]}" || true
  grep -o 'Recovered position: .*' "recovered$1.err" | sed 's/.*: //'
}
positions=("$(position 1)" "$(position 2)")
launch 1 --wsrep-start-position="${positions[0]}"; launch 2 --wsrep-start-position="${positions[1]}"
report "started with their positions ${positions[*]#*:}"
[[ $rows == '300000 300000 ' ]] || { echo 'changed: their positions do not help'; exit 1; }
