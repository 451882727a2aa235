/**
 * Loaded into a server (`node --import`), measures its processor time for a cached response without network and kernel: requests
 * come over connections in memory. A request to the socket LOAD_SOCKET measures the path that it names (JSON: µs for each request).
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { Duplex } from 'node:stream';

const CONNECTIONS = 20;
const REQUESTS = 1_000;
/** The lowest tenth of many short runs is hardly disturbed by other programs. */
const RUNS = 60;
const LOW = 0.1;
/** The first runs warm up. */
const WARM_UP = 10;

let server;
const noteServer = (message) => {
  server = message.server;
  unsubscribe('http.server.request.start', noteServer);
};
subscribe('http.server.request.start', noteServer);

/** The first digit of the status. */
const isSuccess = (head) => head[9] === '2'.charCodeAt(0);

/** Calls `onResponse` after each response: its head and body are written at once. */
class MemoryConnection extends Duplex {
  remoteAddress = '127.0.0.1';

  constructor(onResponse) {
    super();
    this.onResponse = onResponse;
  }

  setTimeout() {
    return this;
  }

  _read() {}

  _write(chunk) {
    throw new Error(`a response without a body: ${chunk}`);
  }

  _writev([{ chunk }], done) {
    if (!isSuccess(chunk)) throw new Error(`${chunk}`);
    done();
    this.onResponse();
  }
}

/** Microseconds of processor time for each request. */
function run(path) {
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return new Promise((resolve) => {
    const before = process.cpuUsage();
    let [sent, received] = [0, 0];
    const connections = Array.from({ length: CONNECTIONS }, () => {
      const send = () => {
        sent += 1;
        connection.push(request);
      };
      const connection = new MemoryConnection(() => {
        received += 1;
        if (sent < REQUESTS) setImmediate(send);
        else if (received === sent) end();
      });
      return { connection, send };
    });
    const end = () => {
      const { user, system } = process.cpuUsage(before);
      for (const { connection } of connections) connection.destroy();
      resolve((user + system) / REQUESTS);
    };
    for (const { connection, send } of connections) {
      server.emit('connection', connection);
      send();
    }
  });
}

createServer((request, response) => {
  void measure(request.url).then((us) => response.end(JSON.stringify(us)));
}).listen(process.env.LOAD_SOCKET);

async function measure(path) {
  const us = [];
  for (let count = 0; count < WARM_UP + RUNS; count++) us.push(await run(path));
  const sorted = us.slice(WARM_UP).sort((one, other) => one - other);
  return sorted[Math.floor(RUNS * LOW)];
}
