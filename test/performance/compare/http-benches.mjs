import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { PATHS } from '../http/paths.mjs';
import { benchTool, ROOT } from '../tools/bench-tools.mjs';
import { processorSeconds } from '../tools/processor-time.mjs';

const HTTP_SIZE = { snapshots: 500_000, eventsPerRideDay: 28 };
const HTTP_SECONDS = 3;

/** The warehouse of `npm run bench:http`, built by each tree; a statistics command of earlier commits has another name. */
async function serveWarehouse(tree, options = {}) {
  const { Warehouse } = await import(pathToFileURL(join(tree, 'test/performance/warehouse/warehouse.mjs')).href);
  const warehouse = new Warehouse(HTTP_SIZE, 512);
  if (!warehouse.isBuilt) await warehouse.build();
  await warehouse.start();
  if (warehouse.built.rebuildSeconds === undefined) {
    try {
      warehouse.run('cli', ['stats', 'recompute', '--all']);
    } catch {
      warehouse.run('statistics', ['rebuild']);
    }
    warehouse.note({ rebuildSeconds: 0 });
  }
  const server = await warehouse.serve({ on: 0, ...options });
  return {
    ...server,
    async close() {
      await server.stop();
      await warehouse.stop();
    },
  };
}

/** Requests over loopback. */
export async function openHttp(trees) {
  const { default: autocannon } = await benchTool('autocannon');
  const servers = {};
  for (const [side, tree] of Object.entries(trees)) servers[side] = await serveWarehouse(tree);
  return {
    async close() {
      for (const server of Object.values(servers)) await server.close();
    },
    async measure(side) {
      const { url, pid } = servers[side];
      const figures = {};
      for (const [name, path] of PATHS) {
        const before = processorSeconds(pid);
        const result = await autocannon({ url: url + path, connections: 20, duration: HTTP_SECONDS });
        if (result.non2xx + result.errors > 0) throw new Error(`${path}: other answers than 200`);
        figures[`${name}, requests/s`] = result.requests.average;
        figures[`${name}, processor ms each`] = ((processorSeconds(pid) - before) * 1000) / result.requests.total;
      }
      return figures;
    },
  };
}

/** As long as it may be: hardly one response is computed while its cached form is measured. */
const CACHED = { PUBLIC_RESPONSE_CACHE_MS: '60000', PUBLIC_ANSWER_MEMORY_MS: '60000' };

/** Requests over connections in the memory of the server. */
export async function openHttpInMemory(trees) {
  const servers = {};
  for (const [side, tree] of Object.entries(trees)) {
    const socketPath = join(tmpdir(), `load-${process.pid}-${side}`);
    const nodeOptions = ['--import', join(ROOT, 'test/performance/http/load-in-memory.mjs')];
    const server = await serveWarehouse(tree, { nodeOptions, settings: { ...CACHED, LOAD_SOCKET: socketPath } });
    servers[side] = { ...server, socketPath };
  }
  return {
    async close() {
      for (const { close, socketPath } of Object.values(servers)) {
        await close();
        rmSync(socketPath, { force: true });
      }
    },
    async measure(side) {
      const figures = {};
      for (const [name, path] of PATHS) {
        await (await fetch(servers[side].url + path)).arrayBuffer();
        const [response] = await once(get({ socketPath: servers[side].socketPath, path }), 'response');
        figures[`${name}, µs of JavaScript`] = await json(response);
      }
      return figures;
    },
  };
}
