import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { OpenAPIObject } from '@nestjs/swagger';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { ADMIN_KEY, expectRecovery, FragileWarehouse } from './fragile-warehouse.js';
import { type HostileRequest, HostileRequests } from './hostile-requests.js';

const REQUESTS = 10_000;
/** After these, everything that is loaded on first use is loaded. */
const WARM_UP = 2_000;
const CONCURRENT = 8;
const SEED = 20_261_130;
/** A client that has not got its response by then is gone, as is one that is slow to send. */
const PATIENCE_MS = 30_000;
const RAW_PAUSE_MS = 40;
const CYCLE_SECONDS = 3;
const BACK_WITHIN_SECONDS = 60;
const MAX_GROWTH_MB = 150;
const MAX_HEALTH_MS = 2_000;
/** Responses of a server that is well, and has too much of one kind to do. */
const DOCUMENTED = ['503 EXPORT_BUSY', '503 TOO_MANY_EVENT_STREAMS'] as const;

type Outcome = number | 'cut off' | (typeof DOCUMENTED)[number];

describe('a server that collects, under hostile requests', () => {
  const folder = temporaryFolder('hostile');
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
  let warehouse: FragileWarehouse;
  let address: URL;
  beforeAll(async () => {
    warehouse = await FragileWarehouse.start(folder.path);
    address = new URL(warehouse.server.address);
  });
  afterAll(async () => {
    agent.destroy();
    await warehouse?.close();
    folder.remove();
  });

  it(`answers ${REQUESTS} of them without a 500, and nothing else suffers`, async () => {
    const document = (await (await fetch(new URL('/api/docs-json', address))).json()) as OpenAPIObject;
    const hostile = new HostileRequests(document, ADMIN_KEY, SEED);
    const outcomes = new Map<string, Map<Outcome, number>>();
    const failures: [Outcome, string, string, string][] = [];
    const memory: number[] = [];
    const health: number[] = [];
    let sent = 0;

    const attack = async (): Promise<void> => {
      while (sent < REQUESTS) {
        if (sent++ === WARM_UP) memory.push(await metric('process_resident_memory_bytes'));
        const one = hostile.next();
        const outcome = one.raw === null ? await send(one) : await sendRaw(one.raw);
        const ofKind = outcomes.get(one.kind) ?? new Map<Outcome, number>();
        outcomes.set(one.kind, ofKind.set(outcome, (ofKind.get(outcome) ?? 0) + 1));
        if (typeof outcome === 'number' && outcome >= 500)
          failures.push([outcome, one.method, one.path.slice(0, 300), String(one.body).slice(0, 300)]);
      }
    };
    const startedMs = Date.now();
    const cost = await warehouse.suffer('10,000 hostile requests', async () => {
      const over = new AbortController();
      const watching = watchHealth(health, over.signal);
      await Promise.all(Array.from({ length: CONCURRENT }, attack));
      over.abort();
      await watching;
    });
    const seconds = (Date.now() - startedMs) / 1_000;
    memory.push(await metric('process_resident_memory_bytes'));
    const [before, after] = memory.map((bytes) => Math.round(bytes / 1_048_576));
    const gaps = await longestGapSeconds(startedMs);
    const errors = warehouse.server.log
      .split('\n')
      .filter((line) => /\bERROR\b|"level":"error"|^\s+at .+:\d+:\d+/.test(line));
    console.table(
      [...outcomes].map(([kind, counts]) => ({
        kind,
        outcomes: [...counts].map(([what, count]) => `${what}: ${count}`).join(', '),
      })),
    );
    console.table([
      { ...cost, seconds, before, after, slowestHealthMs: Math.round(Math.max(...health)), longestGapSeconds: gaps },
    ]);

    expect(failures).toEqual([]);
    expect(errors).toEqual([]);
    expectRecovery(cost, '10,000 hostile requests', BACK_WITHIN_SECONDS);
    expect(after! - before!).toBeLessThan(MAX_GROWTH_MB);
    expect(Math.max(...health)).toBeLessThan(MAX_HEALTH_MS);
    expect(gaps).toBeLessThan(2.5 * CYCLE_SECONDS);
  });

  async function metric(name: string): Promise<number> {
    const text = await (
      await fetch(new URL('/metrics', address), { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
    ).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)![1]);
  }

  /** How long the health takes to answer, which waits for no database. */
  async function watchHealth(tookMs: number[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startMs = performance.now();
      await (await fetch(new URL('/api/health', address))).text();
      tookMs.push(performance.now() - startMs);
      await pause(100);
    }
  }

  /** The longest time between the starts of two cycles that stored everything. */
  async function longestGapSeconds(sinceMs: number): Promise<number> {
    const since = new Date(sinceMs).toISOString().slice(0, -1).replace('T', ' ');
    const rows = await warehouse.query<{ at: string }>(
      `SELECT UNIX_TIMESTAMP(started_at) AS at FROM collection_runs
        WHERE started_at > '${since}' AND error IS NULL AND destinations_failed = 0 ORDER BY started_at`,
    );
    const starts = rows.map(({ at }) => Number(at));
    return Math.max(...starts.slice(1).map((at, index) => at - starts[index]!));
  }

  function send({ method, path, headers, body }: HostileRequest): Promise<Outcome> {
    return new Promise((resolve) => {
      const length = body === null ? {} : { 'content-length': String(body.length) };
      const { hostname, port } = address;
      const sending = httpRequest(
        { hostname, port, method, path, headers: { ...headers, ...length }, agent },
        (response) => {
          const isEndless = /event-stream/.test(response.headers['content-type'] ?? '');
          if (isEndless) response.destroy();
          let start = '';
          response.on('data', (chunk: Buffer) => (start += start.length < 500 ? chunk.toString() : ''));
          response.once('close', () => resolve(busyOf(start) ?? response.statusCode!));
        },
      );
      sending.setTimeout(PATIENCE_MS, () => sending.destroy());
      sending.once('error', () => resolve('cut off'));
      sending.end(body ?? undefined);
    });
  }

  const busyOf = (body: string): Outcome | undefined =>
    DOCUMENTED.find((one) => body.includes(`"code":"${one.slice(4)}"`));

  /** Sends pieces slowly, and goes away. */
  function sendRaw(pieces: readonly Buffer[]): Promise<Outcome> {
    return new Promise((resolve) => {
      const socket = connect({ host: address.hostname, port: Number(address.port) });
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1', 0, 20)));
      socket.once('error', () => undefined);
      socket.once('close', () => {
        const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
        resolve(status === undefined ? 'cut off' : Number(status));
      });
      void (async () => {
        for (const piece of pieces) {
          if (socket.destroyed) return;
          socket.write(piece);
          await pause(RAW_PAUSE_MS);
        }
        socket.destroy();
      })();
    });
  }
});
