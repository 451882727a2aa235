#!/usr/bin/env bash
# One would guess: MariaDB's page compression can be given to a closed month of a partitioned table alone, for example by exchanging
# the partition with a compressed copy of its rows, or by rebuilding it while innodb_compression_default is ON; or the table gets
# PAGE_COMPRESSED=1 at once (ALGORITHM=INSTANT), and its partitions are rebuilt one after another.
# What happens (MariaDB 10.11.19, tablespaces with full_crc32 checksums, which are the default): EXCHANGE PARTITION refuses the
# compressed copy (error 1736, "different definitions"); ALTER TABLE ... REBUILD PARTITION ignores innodb_compression_default and writes the
# partition uncompressed, although a new table of the same session is compressed; INSTANT is refused (error 1846). Only the whole table can
# be compressed; at least that works online (ALGORITHM=INPLACE, LOCK=NONE).
# Needs the packages mariadb-server and mariadb-client, version 1:10.11.19-0+deb12u1 (apt-get install); starts a private server.
# Source: "InnoDB Page Compression" of MariaDB's knowledge base, which names the variable a default for new tables; tried out.
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
sql() { mariadb --no-defaults --socket="$folder/socket" -uroot -N -e "$1" "${2:-}" 2>&1; }
for _ in $(seq 100); do sql 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.2; done
echo "MariaDB $(sql 'SELECT VERSION()'), $(sql 'SELECT @@innodb_checksum_algorithm, @@innodb_compression_algorithm')"
sql 'CREATE DATABASE look'
sql "
  CREATE TABLE facts (fact_id INT, at DATETIME, value INT, PRIMARY KEY (fact_id, at)) ENGINE=InnoDB
    PARTITION BY RANGE COLUMNS (at) (PARTITION p_old VALUES LESS THAN ('2024-02-01'), PARTITION p_new VALUES LESS THAN (MAXVALUE));
  INSERT INTO facts SELECT seq, '2024-01-15', MOD(seq, 90) FROM seq_1_to_50000;
  CREATE TABLE copy LIKE facts;
  ALTER TABLE copy REMOVE PARTITIONING;
  ALTER TABLE copy PAGE_COMPRESSED=1;
  INSERT INTO copy SELECT * FROM facts PARTITION (p_old);" look
# The flags of a tablespace contain those of its page compression.
flag() { sql "SELECT FLAG FROM information_schema.INNODB_SYS_TABLESPACES WHERE NAME = '$1'"; }
plain=$(flag 'look/facts#P#p_old')
echo "flags: partition $plain, compressed copy $(flag look/copy)"
[[ $plain != "$(flag look/copy)" ]] || { echo 'changed: the copy is not compressed'; exit 1; }

refused() {
  local said
  said=$(sql "$2" look) && { echo "changed: accepted: $2"; exit 1; }
  echo "$2: $said"
  [[ $said == *"ERROR $1 "* ]] || { echo "changed: not error $1"; exit 1; }
}
refused 1736 'ALTER TABLE facts EXCHANGE PARTITION p_old WITH TABLE copy'
refused 1846 'ALTER TABLE facts PAGE_COMPRESSED=1, ALGORITHM=INSTANT'

sql 'SET SESSION innodb_compression_default = ON;
  ALTER TABLE facts REBUILD PARTITION p_old;
  CREATE TABLE another (id INT PRIMARY KEY) ENGINE=InnoDB' look
echo "with innodb_compression_default=ON: rebuilt partition $(flag 'look/facts#P#p_old'), new table $(flag look/another)"
[[ $(flag 'look/facts#P#p_old') == "$plain" ]] || { echo 'changed: the partition alone is compressed'; exit 1; }
[[ $(flag look/another) != "$plain" ]] || { echo 'changed: a new table is not compressed'; exit 1; }

sql 'ALTER TABLE facts PAGE_COMPRESSED=1, ALGORITHM=INPLACE, LOCK=NONE' look
echo "the whole table online: $(flag 'look/facts#P#p_old'), $(flag 'look/facts#P#p_new')"
[[ $(flag 'look/facts#P#p_new') != "$plain" ]] || { echo 'changed: not compressed online'; exit 1; }
