import { Clock } from '../../src/common/time/clock.js';
import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import type { DecisionDetailView, DecisionView } from '../../src/modules/catalog/decisions/decision.dto.js';
import type { ProposalDetailView, ProposalView } from '../../src/modules/catalog/proposals/proposal.dto.js';
import { emptyTables } from '../support/empty-tables.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json, type Sent } from './support/api-app.js';

type Decision = Json<DecisionDetailView>;
interface List<T> {
  data: T[];
  page: { total: number };
}
interface Problem {
  error: { code: string; details: Record<string, unknown> };
}

const NOW = new Date('2026-08-18T12:00:00Z');
const FROM = new Date('2026-08-18T10:00:00Z');
const DATE = '2026-08-18';
const DECISIONS = '/api/admin/catalog/decisions';
const [KEPT, TWIN, OTHER] = [1, 2, 3];

let database: TestDatabase;
let api: ApiApp;
let rows: LiveRows;

/** Advances with every read, so that decisions have an order, and between tests beyond the cache time of rankings. */
class TickingClock extends Clock {
  private nowMs = NOW.getTime();
  override now(): Date {
    return new Date(++this.nowMs);
  }
  skipMinutes(minutes: number): void {
    this.nowMs += minutes * 60_000;
  }
}
const clock = new TickingClock();

beforeAll(async () => {
  database = await createTestDatabase('api_decisions');
  const settings = { ROLE: 'api', LIVE_MAX_CARRY_FORWARD_MINUTES: '180' };
  api = await ApiApp.start({ connection: database.connectionOptions, settings, clock });
  rows = new LiveRows((sql, values) => api.query(sql, values));
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

/** Two water parks with slides A and B each, 30 minutes in one and 60 in the other; a restroom and a lazy river. */
beforeEach(async () => {
  clock.skipMinutes(2);
  await emptyTables(database.connectionOptions);
  await rows.destination(1, 'Resort');
  await rows.destination(2, 'Elsewhere');
  await rows.park(KEPT, 1, 'Water Park');
  await rows.park(TWIN, 1, 'Water Park');
  await rows.park(OTHER, 2, 'Far Park');
  await operating(11, KEPT, 'Slide A', 30);
  await operating(12, KEPT, 'Slide B', 30);
  await operating(13, KEPT, 'Restroom East', 0);
  await operating(21, TWIN, 'Slide A™', 60);
  await operating(22, TWIN, 'Slide B', 60);
  await operating(23, TWIN, 'Lazy River', 60);
  await operating(31, OTHER, 'Far Slide', 10);
  await api.query(
    `INSERT INTO invalidated_park_days (park_id, local_date, reason, invalidated_at)
     SELECT park_id, ?, 'TEST', ? FROM parks`,
    [DATE, NOW],
  );
});

async function operating(rideId: number, parkId: number, name: string, wait: number): Promise<void> {
  await rows.ride(rideId, parkId, name);
  await rows.state(rideId, 'OPERATING', { from: FROM, until: NOW, wait });
  await api.query(
    `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
     VALUES (?, ?, 'OPERATING', ?, ?, 'LIVE')`,
    [rideId, FROM, wait, NOW],
  );
  await api.query('UPDATE rides SET first_seen_at = ?, last_seen_at = ? WHERE ride_id = ?', [FROM, NOW, rideId]);
}

const refresh = () => api.app.get(StatisticsRefreshService, { strict: false }).refresh();
const decide = (body: object): Promise<Sent<Decision>> => api.send('post', DECISIONS, { body });
const undo = (decisionId: number, body: object = {}): Promise<Sent<Decision>> =>
  api.send('post', `${DECISIONS}/${decisionId}/undo`, { route: `${DECISIONS}/{decisionId}/undo`, body });
const list = async (query = '') => (await api.get<List<Json<DecisionView>>>(`${DECISIONS}${query}`)).body;
const averages = async () => {
  await refresh();
  const days = await api.query<{ parkId: number; average: string }>(
    `SELECT park_id AS parkId, wait_minutes_ms / wait_known_ms AS average FROM park_daily_stats ORDER BY park_id`,
  );
  return Object.fromEntries(days.map(({ parkId, average }) => [parkId, Number(average)]));
};
const rideNames = async (parkId: number) => {
  const { body } = await api.get<List<{ name: string }>>(`/api/parks/${parkId}/rides`, '/api/parks/{parkId}/rides');
  return body.data.map(({ name }) => name);
};
const parkNames = async () => (await api.get<List<{ name: string }>>('/api/parks')).body.data.map(({ name }) => name);
const ranked = async (scope: 'rides' | 'parks') => {
  const query = `scope=${scope}&period=custom&from=${DATE}&to=${DATE}`;
  const { body } = await api.get<{ data: { name: string }[] }>(`/api/analytics/rankings/wait-times?${query}`);
  return body.data.map(({ name }) => name);
};
const live = async (parkId: number) => {
  const path = `/api/parks/${parkId}/live`;
  type Ride = { name: string; current: { queues: { queueType: string; waitMinutes: number }[] } };
  return (await api.get<{ rides: Ride[] }>(path, '/api/parks/{parkId}/live')).body.rides;
};
const errorOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as Problem).error.code];
const snapshots = () =>
  api.query('SELECT ride_id, recorded_at, status, wait_time FROM ride_status_snapshots ORDER BY 1');

describe('an excluded ride', () => {
  it('is in no statistics, list, ranking, live state or search, until the decision is undone', async () => {
    const raw = await snapshots();
    expect(await averages()).toEqual({ [KEPT]: 20, [TWIN]: 60, [OTHER]: 10 });
    const { status, body } = await decide({ kind: 'EXCLUDED', rideId: 13, note: 'A restroom', decidedBy: 'kim' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: 'EXCLUDED', rideName: 'Restroom East', note: 'A restroom', undoneAt: null });
    expect(await averages()).toMatchObject({ [KEPT]: 30 });
    expect(await rideNames(KEPT)).toEqual(['Slide A', 'Slide B']);
    expect(await ranked('rides')).not.toContain('Restroom East');
    expect((await live(KEPT)).map(({ name }) => name)).toEqual(['Slide A', 'Slide B']);
    expect((await undo(body.decisionId, { note: 'It is a ride', decidedBy: 'lee' })).body).toMatchObject({
      undoneBy: 'lee',
      undoNote: 'It is a ride',
    });
    expect(await averages()).toMatchObject({ [KEPT]: 20 });
    expect(await rideNames(KEPT)).toContain('Restroom East');
    expect(await snapshots()).toEqual(raw);
  });

  it('is still available by id, with the decision', async () => {
    const { body } = await decide({ kind: 'EXCLUDED', rideId: 13 });
    const ride = await api.get<{ decision: unknown }>('/api/rides/13', '/api/rides/{rideId}');
    expect(ride.body.decision).toMatchObject({ decisionId: body.decisionId, kind: 'EXCLUDED' });
  });
});

describe('an excluded park', () => {
  it('is in no statistics and no list with all its rides, until the decision is undone', async () => {
    const { body } = await decide({ kind: 'EXCLUDED', parkId: TWIN });
    expect(await averages()).toEqual({ [KEPT]: 20, [OTHER]: 10 });
    expect(await parkNames()).toEqual(['Far Park', 'Water Park']);
    expect(await ranked('parks')).toEqual(['Water Park', 'Far Park']);
    expect(await ranked('rides')).not.toContain('Lazy River');
    const removed = await api.send<Decision>('delete', `${DECISIONS}/${body.decisionId}`, {
      route: `${DECISIONS}/{decisionId}`,
    });
    expect(removed.status).toBe(200);
    expect(await averages()).toMatchObject({ [TWIN]: 60 });
    expect(await parkNames()).toHaveLength(3);
  });
});

describe('a park that is the same as another one', () => {
  it('moves its rides: each is linked to its counterpart, and one without a counterpart continues there', async () => {
    await decide({ kind: 'EXCLUDED', rideId: 13 });
    const { body } = await decide({ kind: 'SAME_AS', parkId: TWIN, targetParkId: KEPT });
    expect(body.rides.map(({ rideId, targetRideId }) => [rideId, targetRideId])).toEqual([
      [21, 11],
      [22, 12],
    ]);
    expect(body.withoutPartner).toEqual([{ rideId: 23, name: 'Lazy River' }]);
    expect(await rideNames(KEPT)).toEqual(['Lazy River', 'Slide A', 'Slide B']);
    expect(await parkNames()).toEqual(['Far Park', 'Water Park']);
    expect(Object.keys(await averages())).toEqual([String(KEPT), String(OTHER)]);
    const moves = await api.query(
      'SELECT ride_id AS rideId, from_park_id AS fromId, to_park_id AS toId, cause FROM entity_moves ORDER BY 1',
    );
    expect(moves).toEqual([21, 22, 23].map((rideId) => ({ rideId, fromId: TWIN, toId: KEPT, cause: 'DECISION' })));
  });

  it('is two parks again when the decision is undone', async () => {
    const before = await averages();
    const { body } = await decide({ kind: 'SAME_AS', parkId: TWIN, targetParkId: KEPT });
    await averages();
    const undone = await undo(body.decisionId);
    expect(undone.body.rides.every(({ undoneAt }) => undoneAt !== null)).toBe(true);
    expect(await averages()).toEqual(before);
    expect(await rideNames(TWIN)).toEqual(['Lazy River', 'Slide A™', 'Slide B']);
    expect(await parkNames()).toHaveLength(3);
  });

  it('is available by id with the decision', async () => {
    await decide({ kind: 'SAME_AS', parkId: TWIN, targetParkId: KEPT });
    const park = await api.get<{ decision: unknown }>(`/api/parks/${TWIN}`, '/api/parks/{parkId}');
    expect(park.body.decision).toMatchObject({ kind: 'SAME_AS', targetParkId: KEPT });
  });
});

describe('a ride that is the same as another one', () => {
  it('is linked as by a mapping, and mappings by hand are among the decisions', async () => {
    const { body } = await decide({ kind: 'SAME_AS', rideId: 21, targetRideId: 11 });
    expect(await rideNames(TWIN)).not.toContain('Slide A™');
    const mapping = `/api/admin/import/mappings/00000003-0000-4000-8000-000000000021`;
    const route = '/api/admin/import/mappings/{themeparksWikiId}';
    await api.send('delete', mapping, { route });
    expect(
      (await api.get<Decision>(`${DECISIONS}/${body.decisionId}`, `${DECISIONS}/{decisionId}`)).body,
    ).toMatchObject({
      undoneAt: expect.any(String) as string,
    });
    await api.send('put', mapping, { route, body: { rideId: 12 } });
    expect(await list('?active=true')).toMatchObject({
      data: [{ kind: 'SAME_AS', rideId: 21, targetRideId: 12 }],
      page: { total: 1 },
    });
    await undo((await list('?active=true')).data[0]!.decisionId);
    expect(await rideNames(TWIN)).toContain('Slide A™');
  });
});

describe('a ride that is a queue of another one', () => {
  const queues = async (rideId = 11) => {
    const path = `/api/rides/${rideId}/queues?from=2026-08-18T00:00:00Z&to=2026-08-19T00:00:00Z`;
    type Point = { queueType: string; waitMinutes: number; rideId: number; recordedAt: string };
    return (await api.get<{ data: Point[]; page: { nextCursor: string | null } }>(path, '/api/rides/{rideId}/queues'))
      .body.data;
  };

  it('has no statistics, and its waits belong to the queue on all days, until the decision is undone', async () => {
    const express = { kind: 'QUEUE_OF', rideId: 12, targetRideId: 11, queueType: 'PAID_STANDBY' };
    const { body } = await decide(express);
    expect(await averages()).toMatchObject({ [KEPT]: 15 });
    expect(await rideNames(KEPT)).toEqual(['Restroom East', 'Slide A']);
    expect(await queues()).toEqual([
      expect.objectContaining({
        queueType: 'PAID_STANDBY',
        waitMinutes: 30,
        rideId: 12,
        recordedAt: FROM.toISOString(),
      }),
    ]);
    const slide = (await live(KEPT)).find(({ name }) => name === 'Slide A')!;
    expect(slide.current.queues).toMatchObject([
      { queueType: 'STANDBY', waitMinutes: 30 },
      { queueType: 'PAID_STANDBY', waitMinutes: 30 },
    ]);
    await undo(body.decisionId);
    expect(await queues()).toEqual([]);
    expect(await averages()).toMatchObject({ [KEPT]: 20 });
  });

  it('is a queue of the ride that its own counts as later, until that is undone', async () => {
    const queueOf = async (parkId: number, name: string) =>
      (await live(parkId)).find((ride) => ride.name === name)!.current.queues;
    await decide({ kind: 'QUEUE_OF', rideId: 12, targetRideId: 11, queueType: 'PAID_STANDBY' });
    const { body } = await decide({ kind: 'SAME_AS', rideId: 11, targetRideId: 21 });
    expect(await queueOf(TWIN, 'Slide A™')).toContainEqual(
      expect.objectContaining({ queueType: 'PAID_STANDBY', waitMinutes: 30 }),
    );
    expect(await queues(21)).toEqual([expect.objectContaining({ queueType: 'PAID_STANDBY', rideId: 12 })]);
    await undo(body.decisionId);
    expect(await queueOf(KEPT, 'Slide A')).toContainEqual(expect.objectContaining({ queueType: 'PAID_STANDBY' }));
    expect(await queueOf(TWIN, 'Slide A™')).not.toContainEqual(expect.objectContaining({ queueType: 'PAID_STANDBY' }));
    expect(await queues(21)).toEqual([]);
  });

  it('returns its waits in pages together with the queues of the ride itself', async () => {
    await rows.queue(11, 'SINGLE_RIDER', { from: FROM, until: NOW, wait_time_minutes: 5 });
    await decide({ kind: 'QUEUE_OF', rideId: 12, targetRideId: 11, queueType: 'PAID_STANDBY' });
    await decide({ kind: 'QUEUE_OF', rideId: 13, targetRideId: 11, queueType: 'SINGLE_RIDER' });
    const observed: [number, string][] = [];
    const window = 'from=2026-08-18T00:00:00Z&to=2026-08-19T00:00:00Z';
    for (let cursor = ''; observed.length < 9;) {
      const path = `/api/rides/11/queues?limit=1&${cursor === '' ? window : `cursor=${cursor}`}`;
      type ResponseBody = { data: { rideId: number; queueType: string }[]; page: { nextCursor: string | null } };
      const { data, page } = (await api.get<ResponseBody>(path, '/api/rides/{rideId}/queues')).body;
      observed.push(...data.map(({ rideId, queueType }): [number, string] => [rideId, queueType]));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(observed).toEqual([
      [11, 'SINGLE_RIDER'],
      [12, 'PAID_STANDBY'],
      [13, 'SINGLE_RIDER'],
    ]);
  });
});

describe('decisions', () => {
  it('are listed newest first, and filtered by kind, ride, park and whether they are active', async () => {
    const first = (await decide({ kind: 'EXCLUDED', rideId: 13 })).body.decisionId;
    const second = (await decide({ kind: 'QUEUE_OF', rideId: 12, targetRideId: 11, queueType: 'SINGLE_RIDER' })).body
      .decisionId;
    await undo(first);
    const ids = async (query: string) => (await list(query)).data.map(({ decisionId }) => decisionId);
    expect(await ids('')).toEqual([second, first]);
    expect(await ids('?active=true')).toEqual([second]);
    expect(await ids('?active=false')).toEqual([first]);
    expect(await ids('?kind=EXCLUDED')).toEqual([first]);
    expect(await ids('?rideId=11')).toEqual([second]);
    expect(await ids(`?parkId=${KEPT}`)).toEqual([second, first]);
    expect(await ids(`?parkId=${OTHER}`)).toEqual([]);
    expect((await list('?limit=1&offset=1')).data).toMatchObject([{ decisionId: first }]);
  });

  it.each([
    ['of neither a ride nor a park', { kind: 'EXCLUDED' }],
    ['of both', { kind: 'EXCLUDED', rideId: 11, parkId: KEPT }],
    ['without a target', { kind: 'SAME_AS', rideId: 11 }],
    ['of a ride with a park as its target', { kind: 'SAME_AS', rideId: 11, targetParkId: KEPT }],
    ['with a target that it cannot have', { kind: 'EXCLUDED', rideId: 11, targetRideId: 12 }],
    ['of a queue without its kind', { kind: 'QUEUE_OF', rideId: 11, targetRideId: 12 }],
    ['of a standby queue', { kind: 'QUEUE_OF', rideId: 11, targetRideId: 12, queueType: 'STANDBY' }],
    ['of a park that is a queue', { kind: 'QUEUE_OF', parkId: KEPT, targetParkId: TWIN, queueType: 'SINGLE_RIDER' }],
    ['of no kind', { rideId: 11 }],
  ])('are refused %s', async (_, body) => {
    expect(errorOf(await decide(body))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it.each([
    ['a ride the same', { kind: 'SAME_AS', rideId: 11, targetRideId: 11 }, 'targetRideId'],
    ['a ride a queue', { kind: 'QUEUE_OF', rideId: 11, targetRideId: 11, queueType: 'SINGLE_RIDER' }, 'targetRideId'],
    ['a park the same', { kind: 'SAME_AS', parkId: KEPT, targetParkId: KEPT }, 'targetParkId'],
  ])('name the field that makes %s as itself', async (_, request, field) => {
    const { status, body } = await decide(request);
    expect(status).toBe(400);
    expect(Object.keys((body as unknown as Problem).error.details)).toEqual([field]);
  });

  it.each([
    ['a ride that is not there', { kind: 'EXCLUDED', rideId: 99 }, 404, 'RIDE_NOT_FOUND'],
    ['a park that is not there', { kind: 'EXCLUDED', parkId: 99 }, 404, 'PARK_NOT_FOUND'],
    ['a target that is not there', { kind: 'SAME_AS', parkId: KEPT, targetParkId: 99 }, 404, 'PARK_NOT_FOUND'],
    ['rides of two destinations', { kind: 'SAME_AS', rideId: 11, targetRideId: 31 }, 409, 'MAPPING_CONFLICT'],
    ['parks of two destinations', { kind: 'SAME_AS', parkId: KEPT, targetParkId: OTHER }, 409, 'DECISION_CONFLICT'],
    [
      'a queue in another destination',
      { kind: 'QUEUE_OF', rideId: 11, targetRideId: 31, queueType: 'PAID_STANDBY' },
      409,
      'DECISION_CONFLICT',
    ],
  ])('are refused about %s', async (_, body, status, code) => {
    expect(errorOf(await decide(body))).toEqual([status, code]);
  });

  it('are refused if another one is active, and undone only once', async () => {
    const { decisionId } = (await decide({ kind: 'QUEUE_OF', rideId: 12, targetRideId: 11, queueType: 'SINGLE_RIDER' }))
      .body;
    const conflict = await decide({ kind: 'EXCLUDED', rideId: 12 });
    expect(errorOf(conflict)).toEqual([409, 'DECISION_CONFLICT']);
    expect((conflict.body as unknown as Problem).error.details).toMatchObject({ decisionId });
    expect(errorOf(await decide({ kind: 'SAME_AS', rideId: 12, targetRideId: 11 }))).toEqual([409, 'MAPPING_CONFLICT']);
    const swapped = await decide({ kind: 'SAME_AS', rideId: 11, targetRideId: 12 });
    expect((swapped.body as unknown as Problem).error).toMatchObject({
      code: 'MAPPING_CONFLICT',
      message: `Decision ${decisionId} makes ride 12 a queue of ride 11: undo it first`,
    });
    const chain = { kind: 'QUEUE_OF', rideId: 11, targetRideId: 13, queueType: 'SINGLE_RIDER' };
    expect(errorOf(await decide(chain))).toEqual([409, 'DECISION_CONFLICT']);
    await undo(decisionId);
    expect(errorOf(await undo(decisionId))).toEqual([409, 'DECISION_CONFLICT']);
    expect(errorOf(await undo(9_999))).toEqual([404, 'DECISION_NOT_FOUND']);
  });

  it('that a ride is the same as another one do not replace such a decision, which is undone first', async () => {
    const sameAs = (targetRideId: number) => decide({ kind: 'SAME_AS', rideId: 21, targetRideId });
    const { decisionId } = (await sameAs(11)).body;
    const conflict = await sameAs(12);
    expect(errorOf(conflict)).toEqual([409, 'DECISION_CONFLICT']);
    expect((conflict.body as unknown as Problem).error.details).toMatchObject({ decisionId });
    expect((await sameAs(11)).body).toMatchObject({ decisionId, undoneAt: null });
    await undo(decisionId);
    expect((await sameAs(12)).body).toMatchObject({ targetRideId: 12, undoneAt: null });
  });

  it('about a park leave a ride unchanged that a decision links to another ride than its counterpart', async () => {
    const { decisionId } = (await decide({ kind: 'SAME_AS', rideId: 21, targetRideId: 13 })).body;
    await decide({ kind: 'SAME_AS', parkId: TWIN, targetParkId: KEPT });
    const active = (await list('?active=true')).data;
    expect(active.filter(({ rideId }) => rideId === 21)).toMatchObject([{ decisionId, targetRideId: 13 }]);
  });
});

describe('decisions that would create a cycle, or a queue of a queue', () => {
  const queueOf = (rideId: number, targetRideId: number) =>
    decide({ kind: 'QUEUE_OF', rideId, targetRideId, queueType: 'SINGLE_RIDER' });
  const sameAs = (rideId: number, targetRideId: number) => decide({ kind: 'SAME_AS', rideId, targetRideId });

  it('are rejected for a ride that would count as its own queue', async () => {
    const { decisionId } = (await queueOf(12, 11)).body;
    const refused = await sameAs(11, 12);
    expect(errorOf(refused)).toEqual([409, 'MAPPING_CONFLICT']);
    expect((refused.body as unknown as Problem).error.details).toMatchObject({ decisionId });
    const path = '/api/admin/import/mappings/00000003-0000-4000-8000-000000000011';
    const route = '/api/admin/import/mappings/{themeparksWikiId}';
    expect((await api.send('put', path, { route, body: { rideId: 12 } })).status).toBe(409);
    await undo(decisionId);
    expect((await sameAs(11, 12)).status).toBe(201);
    expect(errorOf(await queueOf(12, 11))).toEqual([409, 'DECISION_CONFLICT']);
  });

  it('are rejected for a ride with a queue that would count as a queue of another one', async () => {
    await queueOf(12, 11);
    await queueOf(22, 21);
    expect(errorOf(await sameAs(11, 22))).toEqual([409, 'MAPPING_CONFLICT']);
  });

  it('are rejected for a ride that has a queue through a ride that counts as it', async () => {
    await queueOf(12, 11);
    await sameAs(11, 21);
    expect(errorOf(await queueOf(21, 22))).toEqual([409, 'DECISION_CONFLICT']);
    expect(errorOf(await queueOf(21, 12))).toEqual([409, 'DECISION_CONFLICT']);
  });

  it('are accepted for a ride without a queue', async () => {
    await queueOf(12, 11);
    expect((await sameAs(22, 12)).status).toBe(201);
  });
});

describe('a proposal', () => {
  const PROPOSALS = '/api/admin/catalog/proposals';
  type Proposal = Json<ProposalDetailView>;
  let proposalId: number;
  const act = (action: string, body: object = {}, id = proposalId): Promise<Sent<Proposal>> =>
    api.send('post', `${PROPOSALS}/${id}/${action}`, { route: `${PROPOSALS}/{proposalId}/${action}`, body });
  const get = (id = proposalId) => api.get<Proposal>(`${PROPOSALS}/${id}`, `${PROPOSALS}/{proposalId}`);
  const all = async (query = '') =>
    (await api.get<List<Json<ProposalView>>>(`${PROPOSALS}${query}`)).body.data.map((one) => one.proposalId);

  beforeEach(async () => {
    const inserted = await api.query('INSERT INTO identity_proposals (kind, park_id, detected_at) VALUES (?, ?, ?)', [
      'RENUMBERED_PARK',
      TWIN,
      NOW,
    ]);
    proposalId = (inserted as unknown as { insertId: number }).insertId;
    const evidence = { distanceMeters: 3.2, nameLikeness: 'SIMILAR', isSameExternalId: false };
    const pairs = [
      [22, 21, 'STRONG', 'SAME_PLACE', JSON.stringify(evidence)],
      [23, null, 'OPEN', null, null],
    ];
    for (const pair of pairs) {
      await api.query(
        `INSERT INTO identity_proposal_pairs (proposal_id, ride_id, target_ride_id, strength, reason, evidence)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [proposalId, ...pair],
      );
    }
  });

  it('is listed by kind, status and park, with its pairs and the evidence for each', async () => {
    expect(await all()).toEqual([proposalId]);
    expect(await all(`?status=OPEN&kind=RENUMBERED_PARK&parkId=${TWIN}`)).toEqual([proposalId]);
    for (const other of ['?status=CONFIRMED', '?kind=QUEUE_ENTITIES', `?parkId=${KEPT}`]) {
      expect(await all(other)).toEqual([]);
    }
    expect((await get()).body).toMatchObject({
      strongPairs: 1,
      openRides: 1,
      pairs: [
        { rideId: 22, targetRideId: 21, evidence: { distanceMeters: 3.2 } },
        { rideId: 23, targetRideId: null },
      ],
    });
  });

  it('affects statistics when it is confirmed, and no longer when that is undone', async () => {
    const { body } = await act('confirm', { decidedBy: 'kim', note: 'Announced' });
    expect(body).toMatchObject({ status: 'CONFIRMED', decidedPairs: 1, decidedBy: 'kim' });
    expect(await rideNames(TWIN)).toEqual(['Lazy River', 'Slide A™']);
    expect((await list(`?proposalId=${proposalId}`)).data).toMatchObject([
      { kind: 'SAME_AS', rideId: 22, note: 'Announced' },
    ]);
    expect((await act('undo')).body).toMatchObject({ status: 'OPEN', decidedPairs: 0 });
    expect(await rideNames(TWIN)).toHaveLength(3);
  });

  it('is refused if it does not exist, is already decided, or has no such pair', async () => {
    expect(errorOf(await get(99))).toEqual([404, 'PROPOSAL_NOT_FOUND']);
    expect(errorOf(await act('confirm', {}, 99))).toEqual([404, 'PROPOSAL_NOT_FOUND']);
    expect(errorOf(await act('undo'))).toEqual([409, 'PROPOSAL_CONFLICT']);
    expect(errorOf(await act('confirm', { pairIds: [999] }))).toEqual([409, 'PROPOSAL_CONFLICT']);
    expect(errorOf(await act('confirm', { pairIds: [] }))).toEqual([400, 'VALIDATION_FAILED']);
    const both = await act('confirm', { pairIds: [1], includeWeak: true });
    expect(errorOf(both)).toEqual([400, 'VALIDATION_FAILED']);
    expect(Object.keys((both.body as unknown as Problem).error.details)).toEqual(['includeWeak']);
    expect((await act('reject', { note: 'Two parks' })).body).toMatchObject({ status: 'REJECTED', note: 'Two parks' });
    expect(errorOf(await act('reject'))).toEqual([409, 'PROPOSAL_CONFLICT']);
    expect(errorOf(await act('confirm'))).toEqual([409, 'PROPOSAL_CONFLICT']);
  });
});

describe('a merged park', () => {
  it('contributes its published hours on dates without hours of the other park', async () => {
    for (const [parkId, date] of [
      [TWIN, DATE],
      [TWIN, '2026-08-19'],
      [KEPT, '2026-08-19'],
    ] as const) {
      await api.query(
        `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
         VALUES (?, ?, 'OPERATING', ?, ?, ?, ?)`,
        [parkId, date, `${date} ${parkId === TWIN ? '07' : '08'}:30:00`, `${date} 18:00:00`, FROM, NOW],
      );
    }
    const opensAt = async () => {
      await refresh();
      const sql = 'SELECT opens_at AS opensAt FROM park_daily_stats WHERE park_id = ? AND stat_date = ?';
      return (await api.query<{ opensAt: Date | null }>(sql, [KEPT, DATE]))[0]!.opensAt?.toISOString();
    };
    expect(await opensAt()).toBe('2026-08-18T10:00:00.000Z');
    const { body } = await decide({ kind: 'SAME_AS', parkId: TWIN, targetParkId: KEPT });
    expect(await opensAt()).toBe('2026-08-18T07:30:00.000Z');
    await undo(body.decisionId);
    expect(await opensAt()).toBe('2026-08-18T10:00:00.000Z');
  });
});
