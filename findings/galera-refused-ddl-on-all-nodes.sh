#!/usr/bin/env bash
# One would guess: a DDL statement that a node refuses at once, because the table does not exist, stays on that node, as a refused
# INSERT does.
# What happens (MariaDB 10.11.19, galera-4 26.4.23): it is sent to all nodes before it is tried. Each of the others fails with it too,
# writes an [ERROR] "Slave SQL" into its log, and leaves a file GRA_*.log in its data folder, which nothing removes.
# What helps: no DDL to find out something, such as a right of the user. A refusal for lack of a right comes before the statement is sent.
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install), and apt-get, which downloads
# galera-4 into a temporary folder; starts two private servers on 127.0.0.1.
# Source: "Total Order Isolation" in the documentation of Galera says that DDL is replicated before it is executed, and nothing about refusals.
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
sql() { mariadb --no-defaults --socket="$folder/n$1.sock" -u"${3:-root}" -N -n -e "$2"; }
mariadb-install-db --no-defaults --datadir="$folder/n1" --auth-root-authentication-method=normal --user="$user" --skip-test-db >/dev/null 2>&1
start 1 --wsrep-new-cluster
sql 1 SHUTDOWN; wait "${servers[0]}" || true
cp -a n1 n2; rm -f n2/galera.cache
start 1 --wsrep-new-cluster
start 2
sql 1 "CREATE DATABASE look; CREATE USER reader@localhost; GRANT SELECT ON look.* TO reader@localhost"
echo "MariaDB $(sql 1 'SELECT VERSION()'), nodes: $(sql 2 "SHOW STATUS LIKE 'wsrep_cluster_size'" | cut -f2)"

# What node 2 has of it: errors in its log, and files in its data folder.
left() { sql 2 'SET SESSION wsrep_sync_wait = 1; DO (SELECT COUNT(*) FROM mysql.user)'; echo "$(grep -c 'Slave SQL: Error' n2.log || true) errors, $(find n2 -name 'GRA_*' | wc -l) files"; }
refused() { sql 1 "$1" "${2:-root}" 2>&1 >/dev/null | grep -o 'ERROR [0-9]*' || true; }
echo "before: $(left)"
echo "an INSERT into a table that does not exist: $(refused 'INSERT INTO look.nothing VALUES (1)'); node 2: $(left)"
[[ $(left) == '0 errors, 0 files' ]] || { echo 'changed: a refused INSERT is sent'; exit 1; }
echo "an ALTER TABLE by a user without the right: $(refused 'ALTER TABLE look.nothing ADD a INT' reader); node 2: $(left)"
[[ $(left) == '0 errors, 0 files' ]] || { echo 'changed: a refusal for lack of a right is sent'; exit 1; }
echo "an ALTER TABLE of a table that does not exist: $(refused 'ALTER TABLE look.nothing ADD a INT'); node 2: $(left)"
echo "a CREATE INDEX on it: $(refused 'CREATE INDEX a ON look.nothing (a)'); node 2: $(left)"
[[ $(left) != '0 errors, 0 files' ]] || { echo 'changed: a refused DDL statement stays on its node'; exit 1; }
