import { type ClientRequest, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiApp } from '../api/support/api-app.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const PATIENCE_MS = 15_000;
const PER_CLIENT = 3;
const ADMIN = { Authorization: `Bearer ${ADMIN_KEY}` };

interface Stream {
  status: number;
  request: ClientRequest;
  text: () => string;
  hasEnded: () => boolean;
}

describe('server-sent events', () => {
  let database: TestDatabase;
  let api: ApiApp;
  const open: Stream[] = [];

  beforeAll(async () => {
    database = await createTestDatabase('events');
    const settings = {
      ...{ ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000', TRUST_PROXY: 'true' },
      EVENT_STREAMS_PER_CLIENT: String(PER_CLIENT),
    };
    api = await ApiApp.start({ connection: database.connectionOptions, settings });
    await api.query("INSERT INTO destinations (destination_id, themeparks_wiki_id, name) VALUES (1, UUID(), 'Resort')");
    await api.query("INSERT INTO parks (park_id, themeparks_wiki_id, name, destination_id) VALUES (1, UUID(), 'One', 1), (2, UUID(), 'Two', 1)"); // prettier-ignore
  });
  afterEach(() => open.splice(0).forEach(({ request }) => request.destroy()));
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  function listen(path: string, headers: Record<string, string> = {}): Promise<Stream> {
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
        let [text, ended] = ['', false];
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => (ended = true)).on('error', () => undefined);
        const stream = { status: response.statusCode!, request, text: () => text, hasEnded: () => ended };
        open.push(stream);
        resolve(stream);
      });
      request.on('error', reject);
    });
  }
  async function until(isMet: () => boolean): Promise<void> {
    const deadlineMs = Date.now() + PATIENCE_MS;
    while (!isMet()) {
      if (Date.now() > deadlineMs) throw new Error('not in time');
      await delay(50);
    }
  }
  const finishJob = (name: string) =>
    api.query(
      "INSERT INTO job_leases (name, last_started_at, last_finished_at, last_result) VALUES (?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 'DONE')",
      [name],
    );

  it('arrive at a process that did not make the change', async () => {
    const stream = await listen('/api/admin/events', ADMIN);
    expect(stream.status).toBe(200);
    await finishJob('made-elsewhere');
    await until(() => /event: job\ndata: .*"made-elsewhere"/.test(stream.text()));
  });

  it('need a key for the administration, and none for live boards', async () => {
    expect((await listen('/api/admin/events')).status).toBe(401);
    expect((await listen('/api/live/events')).status).toBe(200);
    expect((await listen('/api/live/events?parkIds=x')).status).toBe(400);
  });

  it('name the parks whose live board may have changed, of those that are wanted', async () => {
    const [both, second] = [await listen('/api/live/events'), await listen('/api/live/events?parkIds=2')];
    await api.query(
      'INSERT INTO collection_runs (run_id, started_at, finished_at) VALUES (1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))',
    );
    await api.query(
      `INSERT INTO collection_run_destinations (run_id, destination_id, started_at, finished_at, observed_at, rows_written)
       VALUES (1, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 3)`,
    );
    await until(() => both.text().includes('"parkId":1') && second.text().includes('"parkId":2'));
    expect(second.text()).not.toContain('"parkId":1');
  });

  it('go on where a client was, and tell it to read everything after a long absence', async () => {
    const id = Date.now();
    await finishJob('while-away');
    const back = await listen('/api/admin/events', { ...ADMIN, 'Last-Event-ID': String(id) });
    await until(() => back.text().includes('while-away'));
    for (const old of [String(id - 2 * 3_600_000), 'junk']) {
      const late = await listen('/api/admin/events', { ...ADMIN, 'Last-Event-ID': old });
      await until(() => late.text().includes('event: reset'));
    }
  });

  it('go to 200 clients of a process; one more is refused until one leaves', async () => {
    const streams: Stream[] = [];
    for (let at = 0; at < 201; at++) {
      streams.push(await listen('/api/live/events', { 'X-Forwarded-For': `192.0.2.${at}` }));
    }
    expect(streams.map(({ status }) => status)).toEqual([...Array<number>(200).fill(200), 503]);
    streams[0]!.request.destroy();
    await delay(200);
    expect((await listen('/api/live/events')).status).toBe(200);
  });

  it('go to a client as often as the setting allows, whatever it listens to; others are not affected', async () => {
    const from = (address: string, headers = {}) => ({ ...headers, 'X-Forwarded-For': address });
    const streams: Stream[] = [];
    for (let at = 0; at < PER_CLIENT; at++) streams.push(await listen('/api/live/events', from('192.0.2.7')));
    const refused = await listen('/api/admin/events', from('192.0.2.7', ADMIN));
    await until(() => refused.hasEnded());
    expect([refused.status, refused.text()]).toEqual([429, expect.stringContaining('"TOO_MANY_EVENT_STREAMS"')]);
    expect((await listen('/api/live/events', from('192.0.2.8'))).status).toBe(200);
    streams[0]!.request.destroy();
    await delay(200);
    expect((await listen('/api/admin/events', from('192.0.2.7', ADMIN))).status).toBe(200);
  });

  it('end with the process, which does not wait for its clients', async () => {
    const stream = await listen('/api/live/events');
    await api.close();
    await until(stream.hasEnded);
    expect(stream.text()).toContain('event: end\ndata: {"reason":"SHUTDOWN"}');
  });
});
