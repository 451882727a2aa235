#!/usr/bin/env bash
# One would guess: "stick-table type ip size 1 nopurge" with "stick on dst" keeps all connections on one server, on the next one when it
# fails, and there when the first one returns.
# What happens (HAProxy 2.6.12): while the first server is down, connections go to the second one, but the table of one entry is full and
# the entry is never changed. As soon as the first server returns, new connections go to it: two servers are written to.
# What helps: a table with room for more entries. "size 100" changes the entry, and new connections stay on the second server.
# Needs python3 and apt-get, which downloads haproxy 2.6.12-1+deb12u4 into a temporary folder; listens on 127.0.0.1.
# Source: the article "Emulating Active/passing application clustering with HAProxy" (haproxy.com/blog) uses "size 1 nopurge".
# Exits with 1 if this changes.
set -euo pipefail
for tool in python3 apt-get; do command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 3; }; done
folder=$(mktemp -d)
jobs=()
trap 'kill -9 "${jobs[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download haproxy=2.6.12-1+deb12u4 liblua5.3-0 libopentracing-c-wrapper0 libopentracing1 >/dev/null 2>&1 ||
  { echo 'haproxy 2.6.12 cannot be downloaded' >&2; exit 3; }
for package in *.deb; do dpkg -x "$package" files; done
export LD_LIBRARY_PATH; LD_LIBRARY_PATH=$(echo files/usr/lib/*-linux-gnu)
haproxy=files/usr/sbin/haproxy
port() { echo $((20000 + $$ % 20000 + $1)); }

# A server that sends its number to each connection.
cat >server.py <<'END'
import socketserver, sys
class Handler(socketserver.BaseRequestHandler):
    def handle(self): self.request.sendall(sys.argv[2].encode())
socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
END
start() { python3 server.py "$(port "$1")" "$1" 2>/dev/null & server[$1]=$!; jobs+=($!); }
ask() { python3 -c 'import socket,sys; print(socket.create_connection(("127.0.0.1", int(sys.argv[1]))).recv(9).decode() or "none")' "$1"; }
until_server() { for _ in $(seq 50); do [[ $(ask "$1") == "$2" ]] && return; sleep 0.2; done; echo "server $2 is not used" >&2; exit 3; }

backend() {
  cat <<END
listen $1
  mode tcp
  bind 127.0.0.1:$(port "$2")
  $3
  stick on dst
  server one 127.0.0.1:$(port 1) check inter 200ms fall 2 rise 2
  server two 127.0.0.1:$(port 2) check inter 200ms fall 2 rise 2 backup
END
}
{
  printf 'defaults\n  timeout connect 1s\n  timeout client 10s\n  timeout server 10s\n'
  backend small 3 'stick-table type ip size 1 nopurge'
  backend large 4 'stick-table type ip size 100'
} >haproxy.cfg
start 1; start 2
"$haproxy" -db -f haproxy.cfg >log 2>&1 & jobs+=($!)
"$haproxy" -v | head -1
for table in 3 4; do until_server "$(port $table)" 1; done
kill -9 "${server[1]}"; wait "${server[1]}" 2>/dev/null || true
for table in 3 4; do until_server "$(port $table)" 2; done
start 1
sleep 3
small=$(ask "$(port 3)") large=$(ask "$(port 4)")
echo "after the return of server 1, a new connection goes to: server $small (size 1 nopurge), server $large (size 100)"
[[ $small == 1 ]] || { echo 'changed: a table of one entry keeps the connection on server 2'; exit 1; }
[[ $large == 2 ]] || { echo 'changed: a larger table does not keep the connection on server 2'; exit 1; }
