import { ProposalService } from '../../src/modules/catalog/proposals/proposal.service.js';
import { DecisionService } from '../../src/modules/catalog/decisions/decision.service.js';
import { catalogueResponse, type SmallRide, uuidOf } from '../support/small-catalogue.js';
import { CatalogWorld } from './support/catalog-world.js';

const DAY_MS = 86_400_000;
const NAMES = ['Le Train', 'Le Bateau', 'Le Cheval', 'Le Dragon', 'Turbo', 'Snack Ride', 'Snack Ride'];
const TRANSLATED = ['Train', 'Boat', 'Horse', 'Wyvern', 'Turbo', 'Snack Ride', 'Snack Ride'];
const BY = { note: 'Announced', decidedBy: 'kim' };

const world = CatalogWorld.forTests('renumbered_park');

type Listed = Omit<SmallRide, 'parkId'>;
const placed = (metresNorth: number) => ({ latitude: 49.13 + metresNorth / 111_200, longitude: 2.57 });
const listed = (firstId: number, names: readonly string[], isPlaced = true): Listed[] =>
  names.map((name, index) => {
    const location = isPlaced ? { location: placed(index * 44) } : {};
    return { id: firstId + index, name, ...location };
  });

async function sync(rides: readonly Listed[], allowDeactivation = false) {
  world.toNextDay();
  const children = rides.map((ride) => ({ ...ride, parkId: 2 }));
  catalogueResponse(world.api, [{ id: 1, name: 'Resort', parks: [{ id: 2, name: 'Park' }], rides: children }]);
  return world.app.sync({ allowDeactivation });
}

/** Live responses half a day after the last synchronisation. */
async function observe(firstId: number, names: readonly string[]): Promise<void> {
  const destinationId = await world.app.registry.ensureDestination(uuidOf(1));
  const observed = { firstSeenMs: world.nowMs + DAY_MS / 2, lastSeenMs: world.nowMs + DAY_MS / 2 };
  const entities = names.map((name, index) => ({
    themeparksWikiId: uuidOf(firstId + index),
    names: [{ name, ...observed }],
    parkId: uuidOf(2),
    parkSlug: null,
    timezone: null,
    isShow: false,
    isPark: false,
    entityType: 'ATTRACTION' as const,
    ...observed,
  }));
  await world.app.registry.register({ destinationId, importId: null }, entities);
  await world.app.registry.refreshObserved(destinationId);
}

const proposals = () => world.app.context.get(ProposalService, { strict: false });
const list = async () => (await proposals().list({}, 50, 0)).data;
const only = async () => proposals().get((await list())[0]!.proposalId);
const links = () =>
  world.app.query<{ current: string; former: string }>(
    `SELECT RIGHT(own.themeparks_wiki_id, 3) AS current, RIGHT(r.themeparks_wiki_id, 3) AS former
       FROM ride_aliases a JOIN rides own ON own.ride_id = a.alias_ride_id JOIN rides r ON r.ride_id = a.ride_id
      ORDER BY current`,
  );
const findings = (reason = 'PARK_RENUMBERED') =>
  world.app.query<{ status: string; description: string }>(
    'SELECT resolution_status AS status, description FROM data_quality_log WHERE reason = ?',
    [reason],
  );
const activeIds = async () =>
  (
    await world.app.query<{ id: string }>(
      'SELECT RIGHT(themeparks_wiki_id, 3) AS id FROM rides WHERE is_active = 1 ORDER BY themeparks_wiki_id',
    )
  ).map(({ id }) => id);

describe('a park whose rides continue under other UUIDs and translated names', () => {
  beforeEach(async () => {
    await sync(listed(100, NAMES));
    await sync(listed(200, TRANSLATED));
  });

  it('gets one finding and one proposal with every pair, and nothing is merged', async () => {
    expect(await links()).toEqual([]);
    expect(await findings()).toMatchObject([
      { status: 'OPEN', description: expect.stringContaining('7 likely') as string },
    ]);
    expect(await findings('ID_CHANGED')).toEqual([]);
    const { proposal, pairs } = await only();
    expect(proposal).toMatchObject({
      kind: 'RENUMBERED_PARK',
      status: 'OPEN',
      strongPairs: 7,
      weakPairs: 0,
      openRides: 0,
    });
    expect(pairs.map(({ targetRideName, rideName, reason }) => [targetRideName, rideName, reason])).toEqual([
      ['Le Train', 'Train', 'SAME_PLACE'],
      ['Le Bateau', 'Boat', 'SAME_PLACE'],
      ['Le Cheval', 'Horse', 'SAME_PLACE'],
      ['Le Dragon', 'Wyvern', 'SAME_PLACE'],
      ['Turbo', 'Turbo', 'EQUAL_NAME'],
      ['Snack Ride', 'Snack Ride', 'SAME_PLACE'],
      ['Snack Ride', 'Snack Ride', 'SAME_PLACE'],
    ]);
    expect(pairs[0]!.evidence).toEqual({ distanceMeters: 0, nameLikeness: 'DIFFERENT', isSameExternalId: false });
  });

  it('is not proposed again, nor linked by name, on later days', async () => {
    await sync(listed(200, TRANSLATED));
    await sync(listed(200, TRANSLATED));
    expect(await links()).toEqual([]);
    expect(await list()).toHaveLength(1);
  });

  it('has one set of rides after the confirmation, with current names and both UUIDs', async () => {
    const { proposal } = await only();
    await proposals().confirm(proposal.proposalId, { pairIds: null, includeWeak: false }, BY);
    expect(await links()).toEqual(NAMES.map((_, index) => ({ current: `20${index}`, former: `10${index}` })));
    expect(await findings()).toMatchObject([{ status: 'RESOLVED' }]);
    const report = await sync(listed(200, TRANSLATED));
    expect(report).toMatchObject({ deactivated: 0, idChanged: 0 });
    expect(await activeIds()).toHaveLength(14);
    expect((await only()).proposal).toMatchObject({ status: 'CONFIRMED', decidedPairs: 7, decidedBy: 'kim' });
  });

  it('can be confirmed in part, and the rest later', async () => {
    const { proposal, pairs } = await only();
    const confirm = (pairIds: number[] | null) =>
      proposals().confirm(proposal.proposalId, { pairIds, includeWeak: false }, BY);
    await confirm([pairs[1]!.pairId]);
    expect(await links()).toEqual([{ current: '201', former: '101' }]);
    await expect(confirm([pairs[1]!.pairId])).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' });
    await confirm(null);
    expect(await links()).toHaveLength(7);
    await expect(confirm(null)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' });
  });

  it('is restored when the confirmation is undone, and can be confirmed again', async () => {
    const { proposalId } = (await only()).proposal;
    await proposals().confirm(proposalId, { pairIds: null, includeWeak: false }, BY);
    const { proposal } = await proposals().undo(proposalId, BY);
    expect(proposal).toMatchObject({ status: 'OPEN', decidedPairs: 0 });
    expect(await links()).toEqual([]);
    expect(await findings()).toMatchObject([{ status: 'OPEN' }]);
    await proposals().confirm(proposalId, { pairIds: null, includeWeak: false }, BY);
    expect(await links()).toHaveLength(7);
  });

  it('keeps two sets of rides when the proposal is rejected, and is not proposed again', async () => {
    const { proposalId } = (await only()).proposal;
    await proposals().reject(proposalId, BY);
    await sync(listed(200, TRANSLATED));
    expect([await links(), (await list()).length]).toEqual([[], 1]);
    expect(await findings()).toMatchObject([{ status: 'RESOLVED' }]);
    const confirm = proposals().confirm(proposalId, { pairIds: null, includeWeak: false }, BY);
    await expect(confirm).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' });
    await proposals().undo(proposalId, BY);
    expect(await findings()).toMatchObject([{ status: 'OPEN' }]);
  });
});

describe('a park whose rides continue under other UUIDs', () => {
  it('is linked by names alone if all names are unchanged', async () => {
    const names = NAMES.slice(0, 5);
    await sync(listed(100, names));
    expect(await sync(listed(200, names))).toMatchObject({ idChanged: 5 });
    expect(await list()).toEqual([]);
  });

  it('has pairs by name, and weak ones by order, without positions; weak ones are confirmed only on request', async () => {
    await sync(listed(100, NAMES, false));
    await sync(listed(200, TRANSLATED, false));
    const { proposal } = await only();
    expect(proposal).toMatchObject({ strongPairs: 1, weakPairs: 6, openRides: 0 });
    await proposals().confirm(proposal.proposalId, { pairIds: null, includeWeak: false }, BY);
    expect(await links()).toEqual([{ current: '204', former: '104' }]);
    await proposals().confirm(proposal.proposalId, { pairIds: null, includeWeak: true }, BY);
    expect(await links()).toHaveLength(7);
  });

  it('lists rides without a counterpart as open', async () => {
    await sync(listed(100, NAMES));
    await sync([...listed(200, TRANSLATED.slice(0, 5)), { id: 299, name: 'Cinema', location: placed(5_000) }]);
    expect((await only()).proposal).toMatchObject({ strongPairs: 5, openRides: 3 });
  });

  it('is detected even if more than half of the destination is missing', async () => {
    await sync(listed(100, NAMES));
    const report = await sync(listed(200, TRANSLATED.slice(0, 4)));
    expect((await only()).proposal).toMatchObject({ strongPairs: 4, openRides: 3 });
    expect(report).toMatchObject({ kept: 0, deactivated: 7 });
  });

  it('is detected if live data contains the new UUIDs first', async () => {
    await sync(listed(100, NAMES));
    await observe(200, TRANSLATED);
    await sync(listed(200, TRANSLATED));
    expect((await only()).proposal).toMatchObject({ strongPairs: 7 });
  });

  it('changes nothing if only the names are translated', async () => {
    await sync(listed(100, NAMES));
    expect(await sync(listed(100, TRANSLATED))).toMatchObject({ renamed: 4, ridesCreated: 0, deactivated: 0 });
    expect([await list(), await links()]).toEqual([[], []]);
  });
});

describe('a park that is renumbered a second time', () => {
  const AGAIN = ['Zug', 'Boot', 'Pferd', 'Drache', 'Turbo', 'Imbiss', 'Imbiss'];
  const newest = async () => (await list())[0]!.proposalId;
  const confirm = (proposalId: number) => proposals().confirm(proposalId, { pairIds: null, includeWeak: false }, BY);
  const allLinks = () => links().then((rows) => rows.map(({ current, former }) => `${current}=${former}`));
  const linked = (first: number, former: number, count: number) =>
    Array.from({ length: count }, (_, index) => `${first + index}=${former + index}`);

  beforeEach(async () => {
    await sync(listed(100, NAMES));
    await sync(listed(200, TRANSLATED));
  });

  it('gets a second proposal after the first is confirmed, and both join one history', async () => {
    await confirm(await newest());
    await sync(listed(200, TRANSLATED));
    await sync(listed(300, AGAIN));
    await sync(listed(300, AGAIN));
    expect(await list()).toHaveLength(2);
    const second = await newest();
    expect((await proposals().get(second)).proposal).toMatchObject({ strongPairs: 7, openRides: 0 });
    await confirm(second);
    expect(await allLinks()).toEqual([...linked(200, 100, 7), ...linked(300, 100, 7)]);
    await proposals().undo(second, BY);
    expect(await allLinks()).toEqual(linked(200, 100, 7));
  });

  it('gets a second proposal while the first is open, and both can be confirmed in order', async () => {
    const first = await newest();
    await sync(listed(300, AGAIN));
    await sync(listed(300, AGAIN));
    expect(await list()).toHaveLength(2);
    await confirm(first);
    await confirm(await newest());
    expect(await allLinks()).toEqual([...linked(200, 100, 7), ...linked(300, 100, 7)]);
  });

  it('gets a second proposal after the first is rejected', async () => {
    await proposals().reject(await newest(), BY);
    await sync(listed(300, AGAIN));
    expect(await list()).toHaveLength(2);
    await confirm(await newest());
    expect(await allLinks()).toEqual(linked(300, 200, 7));
  });

  it('is recognised by names after the first renumbering, without positions', async () => {
    await sync(listed(400, ['Un', 'Deux', 'Trois', 'Quatre'], false));
    await sync(listed(500, ['One', 'Two', 'Three', 'Four'], false));
    await proposals().confirm(await newest(), { pairIds: null, includeWeak: true }, BY);
    await sync(listed(600, ['Four', 'Three', 'Two', 'One'], false));
    await confirm(await newest());
    const swapped = ['600=403', '601=402', '602=401', '603=400'];
    expect((await allLinks()).filter((link) => link.startsWith('6'))).toEqual(swapped);
  });

  it('is detected by the last observations of the linked rides', async () => {
    await confirm(await newest());
    world.nowMs += 100 * DAY_MS;
    await world.app.query('UPDATE rides SET last_seen_at = ? WHERE themeparks_wiki_id >= ?', [
      new Date(world.nowMs),
      uuidOf(200),
    ]);
    await sync(listed(200, TRANSLATED).slice(0, 3), true);
    await sync([...listed(200, TRANSLATED).slice(0, 3), ...listed(300, AGAIN).slice(3)]);
    expect(await list()).toHaveLength(2);
    expect((await proposals().get(await newest())).proposal).toMatchObject({ strongPairs: 4, openRides: 0 });
  });
});

describe('a ride that seems to be a queue of another one', () => {
  const rides = listed(100, ['House A', 'House A - Express', 'House A (Single Rider)', 'Hogwarts Express']);

  it('is proposed once, never applied, and confirmed as a queue', async () => {
    await sync(rides);
    await sync(rides);
    const { proposal, pairs } = await only();
    expect(pairs.map(({ rideName, targetRideName, queueType }) => [rideName, targetRideName, queueType])).toEqual([
      ['House A - Express', 'House A', 'PAID_STANDBY'],
      ['House A (Single Rider)', 'House A', 'SINGLE_RIDER'],
    ]);
    expect(await findings('QUEUE_ENTITIES')).toMatchObject([{ status: 'OPEN' }]);
    expect(await world.app.query('SELECT 1 FROM catalog_decisions')).toEqual([]);
    await proposals().confirm(proposal.proposalId, { pairIds: null, includeWeak: false }, BY);
    expect(
      await world.app.query('SELECT kind, queue_type AS type, proposal_id AS id FROM catalog_decisions ORDER BY 2'),
    ).toEqual([
      { kind: 'QUEUE_OF', type: 'SINGLE_RIDER', id: proposal.proposalId },
      { kind: 'QUEUE_OF', type: 'PAID_STANDBY', id: proposal.proposalId },
    ]);
  });

  it('has its proposal confirmed by a separate decision', async () => {
    await sync(rides.slice(0, 2));
    const [pair] = (await only()).pairs;
    const { rideId, targetRideId } = pair!;
    const request = { kind: 'EXCLUDED' as const, rideId: rideId!, targetRideId: null };
    await world.app.context.get(DecisionService, { strict: false }).decide(request, BY);
    expect(targetRideId).not.toBeNull();
    expect((await only()).proposal.status).toBe('CONFIRMED');
    expect(await findings('QUEUE_ENTITIES')).toMatchObject([{ status: 'RESOLVED' }]);
  });
});
