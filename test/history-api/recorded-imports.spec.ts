import { isJsonObject, type JsonObject } from '../../src/common/reading/field-readers.js';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import { SettableClock } from '../support/collector-app.js';
import { HandMadeApi } from '../support/hand-made-api.js';
import { historyFixture, recordedHistories } from '../support/history-fixtures.js';
import { HistoryImportApp } from '../support/history-import-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface State {
  status: string | null;
  queue?: Record<string, { waitTime?: number | null } | null>;
}
interface Row extends State {
  time: string;
  changed: string[];
}
interface Entity {
  id: string;
  opening: State & { observedAtByKind?: Record<string, string> };
  history: Row[];
}

/** The response about a park; one about a single entity becomes that of its park. */
function asPark(body: unknown): JsonObject & { id: string; entities: Entity[]; range: { from: string } } {
  if (!isJsonObject(body)) throw new Error('a response is no object');
  if (Array.isArray(body.entities)) return body as ReturnType<typeof asPark>;
  const { id, name, entityType, coverage, opening, history, ...head } = body;
  const entity = { id, name, entityType, coverage, opening, history };
  return { ...head, id: body.parentId, name: 'Park', entityType: 'PARK', entities: [entity] } as unknown as ReturnType<
    typeof asPark
  >;
}

const parkBodies = recordedHistories().map(([name, body]) => [name, asPark(body)] as const);

/** What a row is to be stored as: `id time status wait`, and `id time type` for another queue. */
function expectedOf({ entities }: ReturnType<typeof asPark>): { snapshots: string[]; queues: string[] } {
  const [snapshots, queues]: [string[], string[]] = [[], []];
  const waitOf = ({ queue }: State) => queue?.STANDBY?.waitTime ?? null;
  for (const { id, opening, history } of entities) {
    const kinds = Object.entries(opening.observedAtByKind ?? {});
    const state = kinds.filter(([kind]) => kind === 'status' || kind === 'queue.STANDBY').map(([, time]) => time);
    if (state.length > 0) snapshots.push(`${id} ${state.sort().at(-1)!} ${opening.status} ${waitOf(opening)}`);
    for (const [kind, time] of kinds) {
      const type = kind.split('.')[1];
      if (type !== undefined && type !== 'STANDBY') queues.push(`${id} ${time} ${type}`);
    }
    for (const { time, changed, ...row } of history) {
      const types = new Set(changed.map((path) => (path.startsWith('queue.') ? path.split('.')[1]! : path)));
      if (types.has('status') || types.has('STANDBY')) snapshots.push(`${id} ${time} ${row.status} ${waitOf(row)}`);
      for (const type of types) if (/^[A-Z_]+$/.test(type) && type !== 'STANDBY') queues.push(`${id} ${time} ${type}`);
    }
  }
  return { snapshots: snapshots.sort(), queues: queues.sort() };
}

describe('the recorded responses of the History API', () => {
  let database: TestDatabase;
  let api: HandMadeApi;
  let app: HistoryImportApp;

  beforeEach(async () => {
    database = await createTestDatabase('recorded_imports');
    api = await HandMadeApi.start();
    const clock = new SettableClock(Date.UTC(2026, 8, 30, 12));
    app = await HistoryImportApp.start({
      connection: database.connectionOptions,
      simulator: api,
      key: 'some-key',
      clock,
    });
  });
  afterEach(async () => {
    await app.close();
    await api.close();
    await database.drop();
  });

  /** The response in pages. Each begins with the last row of the page before, and ends where `next` says. */
  function pagesOf(path: string, body: ReturnType<typeof asPark>, pages: number): [path: string, page: object][] {
    return Array.from({ length: pages }, (_, page) => {
      const part = ({ history, ...entity }: Entity): object => {
        const [from, to] = [page, page + 1].map((end) => Math.floor((history.length * end) / pages));
        return { ...entity, history: history.slice(Math.max(0, from! - 1), to) };
      };
      const next = page + 1 < pages ? `${api.baseUrl}${path}&cursor=${page + 1}` : null;
      const address = page === 0 ? path : `${path}&cursor=${page}`;
      return [address, { ...body, entities: body.entities.map(part), next }];
    });
  }

  async function importRecorded(body: ReturnType<typeof asPark>, pages = 1) {
    const destinationId = await app.get(EntityRegistry).ensureDestination(String(body.destinationId));
    await app.query(
      `INSERT INTO parks (destination_id, themeparks_wiki_id, name, timezone, is_active) VALUES (?, ?, 'Park', ?, 1)`,
      [destinationId, body.id, body.timezone],
    );
    const [park] = await app.query<{ parkId: number }>('SELECT park_id AS parkId FROM parks');
    const coverage = historyFixture('mk_history_coverage') as JsonObject;
    const summary = { ...(coverage.summary as object), recordedTo: '2026-09-28', retrievableThrough: '2026-09-30' };
    api.responses.set(`/entity/${body.id}/history/coverage`, { ...coverage, id: body.id, summary });
    const date = body.range.from;
    const path = `/entity/${body.id}/history?date=${date}`;
    pagesOf(path, body, pages).forEach(([address, page]) => api.responses.set(address, page));
    return (await app.import(park!.parkId, date, date)).record;
  }

  const stored = async (sql: string) => {
    const rows = await app.query<{ line: string }>(sql);
    return rows.map(({ line }) => line).sort();
  };
  const TIME = "DATE_FORMAT(o.recorded_at, '%Y-%m-%dT%H:%i:%sZ')";

  const inPages = parkBodies.flatMap(([name, body]): [string, number, typeof body][] =>
    (name.startsWith('space_mountain') ? [1, 3] : [1]).map((pages) => [name, pages, body]),
  );
  it.each(inPages)('are imported row by row: %s, pages: %i', async (_, pages, body) => {
    const record = await importRecorded(body, pages);
    expect(record).toMatchObject({ status: 'COMPLETED', rejected: 0, filesDone: 1 });
    expect(record.read).toBe(record.stored + record.duplicate + record.rejected);
    const { snapshots, queues } = expectedOf(body);
    expect(
      await stored(
        `SELECT CONCAT_WS(' ', r.themeparks_wiki_id, ${TIME}, COALESCE(o.status, 'null'), COALESCE(o.wait_time, 'null')) AS line
           FROM ride_status_snapshots o JOIN rides r USING (ride_id)`,
      ),
    ).toEqual(snapshots);
    expect(
      await stored(
        `SELECT CONCAT_WS(' ', r.themeparks_wiki_id, ${TIME}, o.queue_type) AS line
           FROM queue_data o JOIN rides r USING (ride_id)`,
      ),
    ).toEqual(queues);
  });
});
