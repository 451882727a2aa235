#!/usr/bin/env bash
# One would guess: connection.query(sql).on('error', …) without a callback, the documented way to stream rows, reports every reason for
# which the rows stop coming, also that the server has gone.
# What happens (mysql2 3.24.6): if the connection is lost while rows arrive, the statement emits neither 'error' nor 'end'. Only a
# callback would be called; without one the error is emitted by the connection. A program that awaits 'end' or 'error' of the
# statement waits for ever after a restart of the server, a KILL or a failover.
# What helps: listen to 'error' of the connection too while rows are streamed (src/common/database/row-stream.ts).
# Source: lib/base/connection.js of mysql2 (_notifyError looks at onResult of the commands only); the examples of its documentation
# listen to 'error' of the statement.
# Needs no server: mysql2 itself is one that sends a row and hangs up. Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact mysql2@3.24.6 >/dev/null
cat >look.cjs <<'EOF'
const mysql = require('mysql2');
const { readFileSync } = require('node:fs');
const { version } = JSON.parse(readFileSync('node_modules/mysql2/package.json', 'utf8'));
console.log(`mysql2 ${version}, Node ${process.version}`);

const server = mysql.createServer((client) => {
  client.serverHandshake({
    ...{ protocolVersion: 4, serverVersion: '8.0.0', connectionId: 1, statusFlags: 2, characterSet: 8 },
    ...{ capabilityFlags: 0xffffff, authCallback: (_, done) => done(null) },
  });
  client.on('error', () => undefined);
  client.on('query', () => {
    client.sequenceId = 1;
    client.writeColumns([{ catalog: 'def', schema: '', table: '', orgTable: '', name: 'n', orgName: 'n',
      characterSet: 63, columnLength: 11, columnType: 3, flags: 0, decimals: 0 }]);
    client.writeTextRow([1]);
    setTimeout(() => client.stream.destroy(), 100);
  });
});
server.listen(0, '127.0.0.1', () => {
  const connection = mysql.createConnection({ host: '127.0.0.1', port: server._server.address().port, user: 'any' });
  const seen = [];
  connection.on('error', ({ code }) => seen.push(`connection: error ${code}`));
  connection
    .query('SELECT n')
    .on('result', () => seen.push('statement: row'))
    .on('error', ({ code }) => seen.push(`statement: error ${code}`))
    .on('end', () => seen.push('statement: end'));
  setTimeout(() => {
    console.log(seen.join('\n'));
    const isSame = seen[0] === 'statement: row' && seen.length === 2 && seen[1].startsWith('connection: error');
    console.log(isSame ? 'The statement reports nothing.' : 'CHANGED: see the events above.');
    process.exit(isSame ? 0 : 1);
  }, 1_000);
});
EOF
node look.cjs
