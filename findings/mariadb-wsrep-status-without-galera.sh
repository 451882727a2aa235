#!/usr/bin/env bash
# One would guess: a MariaDB that is no node of a Galera cluster has no status variables of it, or says that it is ready.
# What happens (MariaDB 10.11.19): SHOW STATUS returns all of them, with wsrep_ready = OFF, wsrep_cluster_status = Disconnected and
# wsrep_cluster_size = 0, like a node that is cut off. A check that wants wsrep_ready = ON takes every single server out of service.
# What helps: wsrep_provider_name is empty on a server without Galera, and Galera on every node. @@wsrep_on is 0 there, but a session of a
# node can set it to 0, too.
# Needs the package mariadb-server, version 1:10.11.19-0+deb12u1 (apt-get install), and apt-get, which downloads galera-4 into a temporary
# folder; starts a private server on 127.0.0.1, without and with Galera.
# Source: "wsrep_cluster_status" in MariaDB's documentation describes Primary and Non-Primary, for nodes of a cluster only.
# Exits with 1 if this changes.
set -euo pipefail
for tool in mariadbd mariadb-install-db mariadb apt-get; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install mariadb-server=1:10.11.19-0+deb12u1" >&2; exit 3; }
done
folder=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill -9 "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download galera-4=26.4.23-0+deb12u1 >/dev/null 2>&1 || { echo 'galera-4 26.4.23 cannot be downloaded' >&2; exit 3; }
dpkg -x galera-4_*.deb galera
user=$(id -un)
port() { echo $((20000 + $$ % 20000 + $1)); }
sql() { mariadb --no-defaults --socket="$folder/s.sock" -uroot -N -e "$1"; }
start() {
  mariadbd --no-defaults --user="$user" --datadir="$folder/data" --socket="$folder/s.sock" --pid-file="$folder/s.pid" --tmpdir="$folder" \
    --bind-address=127.0.0.1 --port="$(port 1)" --binlog-format=ROW --innodb-autoinc-lock-mode=2 "$@" >"$folder/log" 2>&1 &
  server=$!
  for _ in $(seq 150); do sql 'SELECT 1' >/dev/null 2>&1 && return; sleep 0.2; done
  echo 'the server did not start' >&2; tail -5 "$folder/log" >&2; exit 3
}
status() { sql "SHOW STATUS LIKE '$1'" | cut -f2; }
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1

start
echo "MariaDB $(sql 'SELECT VERSION()') without Galera: wsrep_on = $(sql 'SELECT @@wsrep_on'), wsrep_provider = $(sql 'SELECT @@wsrep_provider')"
single="$(status wsrep_ready) $(status wsrep_cluster_status) $(status wsrep_cluster_size) '$(status wsrep_provider_name)'"
echo "ready, status, size, provider name: $single"
sql SHUTDOWN; wait "$server" || true
start --wsrep-on=ON --wsrep-provider="$folder/galera/usr/lib/galera/libgalera_smm.so" --wsrep-cluster-name=look --wsrep-new-cluster \
  --wsrep-cluster-address=gcomm:// --wsrep-node-address=127.0.0.1 \
  --wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:$(port 2);ist.recv_addr=127.0.0.1:$(port 3)"
for _ in $(seq 50); do [[ $(status wsrep_ready) == ON ]] && break; sleep 0.2; done
node="$(status wsrep_ready) $(status wsrep_cluster_status) $(status wsrep_cluster_size) '$(status wsrep_provider_name)'"
echo "a cluster of one node:              $node"
[[ $single == "OFF Disconnected 0 ''" ]] || { echo 'changed: a server without Galera reports something else'; exit 1; }
[[ $node == "ON Primary 1 'Galera'" ]] || { echo 'changed: a node reports something else'; exit 1; }
