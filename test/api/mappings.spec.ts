import { parseMappingCsv } from '../../src/modules/catalog/mappings/mapping-csv.js';
import type { MappingView } from '../../src/modules/catalog/mappings/mapping.dto.js';
import { MappingService } from '../../src/modules/catalog/mappings/mapping.service.js';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import type { ObservedEntity } from '../../src/modules/catalog/registry/observed-entity.js';
import { Clock } from '../../src/common/time/clock.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

type Mapping = Json<MappingView>;
interface List {
  data: Mapping[];
  page: { total: number };
}
interface Problem {
  error: { code: string; message: string; details: Record<string, unknown> };
}

const ROUTE = '/api/admin/import/mappings/{themeparksWikiId}';
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const PARK = uuid(900);
const OTHER_PARK = uuid(901);
const FIRST_SEEN = Date.parse('2024-03-09T10:00:00Z');
const LAST_SEEN = Date.parse('2024-03-11T10:00:00Z');

let database: TestDatabase;
let api: ApiApp;
/** Advances by a second with every read, so that decisions have an order. */
class TickingClock extends Clock {
  private nowMs = Date.parse('2024-06-01T00:00:00Z');
  override now(): Date {
    return new Date((this.nowMs += 1000));
  }
}

const entity = (number: number, name: string, overrides: Partial<ObservedEntity> = {}): ObservedEntity => ({
  themeparksWikiId: uuid(number),
  names: [{ name, firstSeenMs: FIRST_SEEN, lastSeenMs: LAST_SEEN }],
  parkId: PARK,
  parkSlug: 'testpark',
  timezone: 'America/New_York',
  isShow: false,
  isPark: false,
  firstSeenMs: FIRST_SEEN,
  lastSeenMs: LAST_SEEN,
  ...overrides,
});

async function register(
  destination: number,
  entities: ObservedEntity[],
  importId: string | null = 'imp_aa',
): Promise<void> {
  const registry = api.app.get(EntityRegistry, { strict: false });
  const destinationId = await registry.ensureDestination(uuid(destination));
  await registry.register({ destinationId, importId }, entities);
}
const rideIdOf = async (number: number): Promise<number> =>
  (await api.query<{ id: number }>('SELECT ride_id AS id FROM rides WHERE themeparks_wiki_id = ?', [uuid(number)]))[0]!
    .id;
const links = () =>
  api.query<{ alias: number; ride: number }>(
    'SELECT alias_ride_id AS alias, ride_id AS ride FROM ride_aliases ORDER BY alias_ride_id',
  );
const invalidatedDays = () =>
  api.query<{ parkId: number; day: string; reason: string }>(
    `SELECT park_id AS parkId, DATE_FORMAT(local_date, '%Y-%m-%d') AS day, reason FROM invalidated_park_days ORDER BY day, park_id`,
  );
const list = async (query = '') => (await api.get<List>(`/api/admin/import/mappings${query}`)).body;
const map = async (number: number, rideId: number) => {
  const path = `/api/admin/import/mappings/${uuid(number).toUpperCase()}`;
  return api.send<Mapping>('put', path, { route: ROUTE, body: { rideId } });
};
const undo = async (number: number) =>
  api.send<Mapping>('delete', `/api/admin/import/mappings/${uuid(number)}`, { route: ROUTE });
const errorOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as Problem).error.code];

beforeAll(async () => {
  database = await createTestDatabase('api_mappings');
  const settings = { ROLE: 'api' };
  api = await ApiApp.start({ connection: database.connectionOptions, settings, clock: new TickingClock() });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(async () => {
  for (const table of [
    'catalog_decisions',
    'id_mappings',
    'ride_aliases',
    'ride_names',
    'invalidated_park_days',
    'rides',
    'parks',
    'destinations',
  ]) {
    await api.query(`DELETE FROM ${table}`);
  }
  await register(800, [entity(1, 'Dragon Mountain'), entity(2, 'Splash River'), entity(3, 'Dragon Mountains')]);
});

describe('mapping a UUID by hand', () => {
  it('links its own ride to the other one, moves no observation, and keeps the decision', async () => {
    const [one, two] = [await rideIdOf(1), await rideIdOf(2)];
    const { status, body } = await map(1, two);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      themeparksWikiId: uuid(1),
      method: 'MANUAL',
      score: null,
      archiveName: 'Dragon Mountain',
      matchedName: 'Splash River',
      ride: { rideId: two, name: 'Splash River' },
      ownRideId: one,
      importId: null,
      undoneAt: null,
    });
    expect(await links()).toEqual([{ alias: one, ride: two }]);
    const decisions = await api.query<{ method: string; undone: number }>(
      'SELECT method, undone_at IS NOT NULL AS undone FROM id_mappings WHERE themeparks_wiki_id = ? ORDER BY mapping_id',
      [uuid(1)],
    );
    expect(decisions.map(({ method, undone }) => [method, Number(undone)])).toEqual([
      ['CREATED', 1],
      ['MANUAL', 0],
    ]);
  });

  it('invalidates the local days on which the ride was observed, and no other', async () => {
    const { body } = await map(1, await rideIdOf(2));
    const days = ['2024-03-09', '2024-03-10', '2024-03-11'];
    expect(await invalidatedDays()).toEqual(days.map((day) => ({ parkId: body.ride.parkId, day, reason: 'MAPPING' })));
  });

  it('invalidates them in both parks if the rides are in different parks', async () => {
    await register(800, [entity(4, 'Far Away', { parkId: OTHER_PARK, timezone: 'Asia/Tokyo' })]);
    await map(1, await rideIdOf(4));
    expect((await invalidatedDays()).map(({ day }) => day)).toEqual([
      ...['2024-03-09', '2024-03-09', '2024-03-10', '2024-03-10', '2024-03-11', '2024-03-11'],
      // Six hours after the last observation, the maximum carry-forward time, it is the next day in Tokyo.
      '2024-03-12',
    ]);
  });

  it('is idempotent', async () => {
    const target = await rideIdOf(2);
    const first = await map(1, target);
    await api.query('DELETE FROM invalidated_park_days');
    const again = await map(1, target);
    expect(again.body).toEqual(first.body);
    expect(await invalidatedDays()).toEqual([]);
  });

  it('replaces an earlier mapping', async () => {
    await map(1, await rideIdOf(2));
    const { body } = await map(1, await rideIdOf(3));
    expect(await links()).toEqual([{ alias: await rideIdOf(1), ride: await rideIdOf(3) }]);
    expect((await list('?undone=true&method=MANUAL')).data.map(({ ride }) => ride.rideId)).toEqual([await rideIdOf(2)]);
    expect((await list('?method=MANUAL')).data).toEqual([body]);
  });

  it('to a linked ride uses its target', async () => {
    const [two, three] = [await rideIdOf(2), await rideIdOf(3)];
    await map(2, three);
    expect((await map(1, two)).body.ride.rideId).toBe(three);
  });

  it('of an unknown UUID is 404, and creates no ride', async () => {
    expect(errorOf(await map(77, await rideIdOf(2)))).toEqual([404, 'MAPPING_NOT_FOUND']);
    expect(await api.query('SELECT 1 FROM rides WHERE themeparks_wiki_id = ?', [uuid(77)])).toEqual([]);
    expect(await links()).toEqual([]);
  });

  it('is refused to itself, in a cycle, across destinations, and for a ride to which others are linked', async () => {
    const [one, two] = [await rideIdOf(1), await rideIdOf(2)];
    expect(errorOf(await map(1, one))).toEqual([409, 'MAPPING_CONFLICT']);
    await map(1, two);
    expect(errorOf(await map(2, one))).toEqual([409, 'MAPPING_CONFLICT']);
    const standing = await map(2, await rideIdOf(3));
    expect(errorOf(standing)).toEqual([409, 'MAPPING_CONFLICT']);
    expect((standing.body as unknown as Problem).error.details).toMatchObject({ rideId: two, linkedRideIds: [one] });
    await register(801, [entity(5, 'Elsewhere', { parkId: uuid(902) })]);
    expect(errorOf(await map(1, await rideIdOf(5)))).toEqual([409, 'MAPPING_CONFLICT']);
    expect(await links()).toEqual([{ alias: one, ride: two }]);
  });

  it('to a ride that does not exist is 404, and changes nothing', async () => {
    expect(errorOf(await map(77, 4_000_000_000))).toEqual([404, 'RIDE_NOT_FOUND']);
    expect(await api.query('SELECT 1 FROM rides WHERE themeparks_wiki_id = ?', [uuid(77)])).toEqual([]);
  });

  it.each([[{}], [{ rideId: 0 }], [{ rideId: 'x' }], [{ rideId: 1, force: true }]])('with %j is 400', async (body) => {
    const response = await api.send('put', `/api/admin/import/mappings/${uuid(1)}`, { route: ROUTE, body });
    expect(errorOf(response)).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('concurrent with another one leaves one of them active', async () => {
    const [two, three] = [await rideIdOf(2), await rideIdOf(3)];
    const responses = await Promise.all([map(1, two), map(1, three), map(1, two), map(1, three)]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const standing = (await list('?method=MANUAL')).data;
    expect(standing).toHaveLength(1);
    expect(await links()).toEqual([{ alias: await rideIdOf(1), ride: standing[0]!.ride.rideId }]);
  });
});

describe('undoing a mapping', () => {
  it('makes the UUID a separate ride again, and invalidates the same days', async () => {
    const one = await rideIdOf(1);
    await map(1, await rideIdOf(2));
    await api.query('DELETE FROM invalidated_park_days');
    const { status, body } = await undo(1);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      method: 'CREATED',
      reason: 'UNDONE',
      ride: { rideId: one },
      matchedName: 'Splash River',
    });
    expect(await links()).toEqual([]);
    expect((await invalidatedDays()).map(({ day }) => day)).toEqual(['2024-03-09', '2024-03-10', '2024-03-11']);
    expect((await list('?undone=true&method=MANUAL')).page.total).toBe(1);
  });

  it('has the decision that was undone in the audit log', async () => {
    await map(1, await rideIdOf(2));
    await undo(1);
    const { body } = await api.get<{ data: { before: unknown }[] }>('/api/admin/audit?limit=1', '/api/admin/audit');
    expect(body.data[0]!.before).toMatchObject({ method: 'MANUAL', rideId: await rideIdOf(2) });
  });

  it('is refused if there is nothing to undo', async () => {
    expect(errorOf(await undo(1))).toEqual([409, 'MAPPING_CONFLICT']);
    expect(errorOf(await undo(77))).toEqual([404, 'MAPPING_NOT_FOUND']);
    const response = await api.send('delete', '/api/admin/import/mappings/x', { route: ROUTE });
    expect(errorOf(response)).toEqual([400, 'VALIDATION_FAILED']);
  });
});

describe('keeping a UUID separate', () => {
  const SEPARATE = `${ROUTE}/keep-separate`;
  const keep = (number: number) =>
    api.send<Mapping>('post', `/api/admin/import/mappings/${uuid(number)}/keep-separate`, { route: SEPARATE });

  beforeEach(async () => {
    await register(800, [entity(6, 'Splash Rivers')], 'imp_bb');
  });

  it('ends its review, moves nothing, and is idempotent', async () => {
    const first = await keep(6);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      ...{ method: 'MANUAL', reason: 'KEPT_SEPARATE', archiveName: 'Splash Rivers', matchedName: 'Splash River' },
      ...{ ride: { rideId: await rideIdOf(6) }, nearestRideId: await rideIdOf(2), undoneAt: null },
    });
    expect((await keep(6)).body).toEqual(first.body);
    expect((await list()).data.map(({ themeparksWikiId }) => themeparksWikiId)).not.toContain(uuid(6));
    expect([await links(), await invalidatedDays()]).toEqual([[], []]);
  });

  it('undoes a mapping of it', async () => {
    await map(6, await rideIdOf(2));
    await api.query('DELETE FROM invalidated_park_days');
    expect((await keep(6)).body).toMatchObject({ reason: 'KEPT_SEPARATE', matchedName: 'Splash River' });
    expect(await links()).toEqual([]);
    expect((await invalidatedDays()).map(({ day }) => day)).toEqual(['2024-03-09', '2024-03-10', '2024-03-11']);
    expect(await api.query('SELECT 1 FROM catalog_decisions WHERE undone_at IS NULL')).toEqual([]);
  });

  it('can be undone, and is worth a review again', async () => {
    await keep(6);
    expect((await undo(6)).body).toMatchObject({ method: 'CREATED', reason: 'UNDONE', matchedName: 'Splash River' });
    expect((await list()).data.map(({ themeparksWikiId }) => themeparksWikiId)).toContain(uuid(6));
    expect(errorOf(await undo(6))).toEqual([409, 'MAPPING_CONFLICT']);
  });

  it('of an unknown UUID is 404', async () => {
    expect(errorOf(await keep(77))).toEqual([404, 'MAPPING_NOT_FOUND']);
  });
});

describe('the decisions', () => {
  const uuids = async (query = ''): Promise<string[]> =>
    (await list(query)).data.map(({ themeparksWikiId }) => themeparksWikiId).sort();

  beforeEach(async () => {
    // Registered later, one edit from a ride that has a UUID: kept separate for review.
    await register(800, [entity(6, 'Splash Rivers')], 'imp_bb');
  });

  it('are by default those worth a review, with the possible ride', async () => {
    const { data } = await list();
    expect(data.map(({ themeparksWikiId }) => themeparksWikiId)).toContain(uuid(6));
    expect(data.every(({ method, matchedName }) => method === 'FUZZY_NAME' || matchedName !== null)).toBe(true);
    expect(data.find(({ themeparksWikiId }) => themeparksWikiId === uuid(6))).toMatchObject({
      method: 'CREATED',
      matchedName: 'Splash River',
      nearestRideId: await rideIdOf(2),
      importId: 'imp_bb',
    });
  });

  it('are not worth a review if they are about the entry of a park itself', async () => {
    await api.query("UPDATE rides SET entity_type = 'PARK' WHERE themeparks_wiki_id = ?", [uuid(6)]);
    expect(await uuids()).not.toContain(uuid(6));
    expect(await uuids('?all=true')).toContain(uuid(6));
  });

  it('have both rides with what helps to decide', async () => {
    const { data } = await list();
    const seen = { firstSeenAt: new Date(FIRST_SEEN).toISOString(), lastSeenAt: new Date(LAST_SEEN).toISOString() };
    expect(data.find(({ themeparksWikiId }) => themeparksWikiId === uuid(6))).toMatchObject({
      own: { rideId: await rideIdOf(6), name: 'Splash Rivers', parkName: 'Testpark', isListed: true, ...seen },
      other: { rideId: await rideIdOf(2), name: 'Splash River', parkName: 'Testpark', isListed: true, ...seen },
    });
    const { body } = await map(1, await rideIdOf(2));
    expect(body).toMatchObject({ own: { name: 'Dragon Mountain' }, other: { name: 'Splash River' } });
  });

  it('can be filtered by every criterion', async () => {
    expect(await uuids('?all=true')).toEqual([uuid(1), uuid(2), uuid(3), uuid(6)]);
    expect(await uuids('?all=true&importId=imp_bb')).toEqual([uuid(6)]);
    expect(await uuids('?all=true&q=splash')).toEqual([uuid(2), uuid(6)]);
    expect(await uuids('?method=EXACT_NAME')).toEqual([]);
    expect(await uuids('?reason=NO_CANDIDATE')).toEqual(expect.arrayContaining([uuid(2)]) as string[]);
    expect(await uuids('?all=true&maxScore=0')).toEqual([]);
    expect(await uuids('?maxScore=1')).toContain(uuid(6));
  });

  it('are not limited to those worth a review if any filter is given', async () => {
    await map(1, await rideIdOf(2));
    expect(await uuids('?q=splash')).toEqual(await uuids('?all=true&q=splash'));
    expect(await uuids('?importId=imp_aa')).toEqual(await uuids('?all=true&importId=imp_aa'));
    const { parkId } = (await list('?all=true')).data[0]!.ride;
    expect(await uuids(`?parkId=${parkId}`)).toEqual(await uuids('?all=true'));
    expect(await uuids('?undone=true')).toEqual([uuid(1)]);
    expect(await uuids()).not.toContain(uuid(1));
  });

  it('are an empty list if none matches', async () => {
    expect(await uuids('?all=true&parkId=4000000000')).toEqual([]);
    expect((await list('?all=true&limit=2')).data).toHaveLength(2);
  });

  it.each(['?method=GUESS', '?maxScore=2', '?undone=1', '?all=yes', '?importId=7', '?parkId=x', '?q='])(
    'with %s are refused',
    async (query) => {
      expect(errorOf(await api.get(`/api/admin/import/mappings${query}`))).toEqual([400, 'VALIDATION_FAILED']);
    },
  );
});

describe('a CSV of mappings', () => {
  const apply = (lines: readonly string[]) =>
    api.app.get(MappingService, { strict: false }).applyCsv(parseMappingCsv(lines.join('\n')));

  it('is applied as a whole, by id or by name, and reports the number of unknown UUIDs', async () => {
    const [two, parkId] = [await rideIdOf(2), (await map(3, await rideIdOf(2))).body.ride.parkId];
    const result = await apply([
      'themeparks_wiki_id,ride_id,park_id,ride_name',
      `${uuid(1)},,${parkId},SPLASH RIVER™`,
      `${uuid(3)},${two},${parkId},splash river`,
      `${uuid(70)},${two},,`,
    ]);
    expect(result).toEqual({ applied: 2, unchanged: 1, unknownIds: 1, problems: [] });
    const linked = await Promise.all([1, 3, 70].map(rideIdOf));
    expect(await links()).toEqual(linked.sort((a, b) => a - b).map((alias) => ({ alias, ride: two })));
  });

  it('is not applied at all with an invalid line, and reports the problem of each', async () => {
    await register(800, [entity(8, 'Twin'), entity(9, 'Twin', { isShow: true })]);
    const [one, two] = [await rideIdOf(1), await rideIdOf(2)];
    const { parkId } = (await list('?all=true')).data[0]!.ride;
    const decisions = (await list('?all=true')).data;
    const result = await apply([
      'themeparks_wiki_id,ride_id,park_id,ride_name',
      `${uuid(1)},${two},,`,
      `${uuid(71)},4000000000,,`,
      `${uuid(72)},,${parkId},Nowhere`,
      `${uuid(73)},,${parkId},Twin`,
      `${uuid(74)},,,`,
      `${uuid(2)},${one},,`,
      `${uuid(3)},${two},4000000000,Dragon Mountain`,
      `${uuid(75)},${two},${parkId},Splash Mountain`,
      `${uuid(76)},${two},,`,
    ]);
    expect(result).toMatchObject({ applied: 0, unchanged: 0 });
    expect(result.problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '3: Ride 4000000000 does not exist',
      `4: Park ${parkId} has no ride called "Nowhere"`,
      expect.stringMatching(/^5: Park \d+ has several rides called "Twin"/),
      expect.stringMatching(/^6: Either ride_id/),
      expect.stringMatching(/^7: That ride is linked to ride \d+, which is this UUID's own/),
      `8: Ride ${two} is in park ${parkId}, not in park 4000000000, and is called "Splash River", not "Dragon Mountain"`,
      `9: Ride ${two} is called "Splash River", not "Splash Mountain"`,
    ]);
    expect(await links()).toEqual([]);
    expect((await list('?all=true')).data).toEqual(decisions);
    expect(await api.query('SELECT 1 FROM rides WHERE themeparks_wiki_id = ?', [uuid(76)])).toEqual([]);
  });

  it('may use a former name of a ride', async () => {
    const two = await rideIdOf(2);
    await api.query(`UPDATE rides SET name = 'River', normalized_name = 'river' WHERE ride_id = ?`, [two]);
    await api.query('INSERT INTO ride_names (ride_id, name, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?)', [
      two,
      'Splash River',
      new Date(FIRST_SEEN),
      new Date(LAST_SEEN),
    ]);
    const result = await apply(['themeparks_wiki_id,ride_id,ride_name', `${uuid(1)},${two},Splash River`]);
    expect(result).toMatchObject({ applied: 1, problems: [] });
  });

  it('registers an unknown UUID in the park and with the name of its target until it is observed', async () => {
    const two = await rideIdOf(2);
    await apply(['themeparks_wiki_id,ride_id', `${uuid(77)},${two}`]);
    const waiting = await api.query<{ name: string }>('SELECT name FROM rides WHERE themeparks_wiki_id = ?', [
      uuid(77),
    ]);
    expect(waiting).toEqual([{ name: 'Splash River' }]);
    expect(await invalidatedDays()).toEqual([]);
    await register(800, [entity(77, 'Brand New')]);
    expect(await links()).toEqual([{ alias: await rideIdOf(77), ride: two }]);
  });

  it('resolves a name that a linked ride shares with its target to the target', async () => {
    await register(800, [entity(8, 'Twin'), entity(9, 'Twin', { isShow: true })]);
    const { body } = await map(9, await rideIdOf(8));
    const result = await apply(['themeparks_wiki_id,park_id,ride_name', `${uuid(1)},${body.ride.parkId},twin`]);
    expect(result).toEqual({ applied: 1, unchanged: 0, unknownIds: 0, problems: [] });
    expect(await links()).toContainEqual({ alias: await rideIdOf(1), ride: await rideIdOf(8) });
  });
});
