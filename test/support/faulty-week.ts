import { DetectionModule } from '../../src/modules/quality/detection/detection.module.js';
import { QualityCheckService } from '../../src/modules/quality/detection/quality-check.service.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { FeedFault } from '../../src/tools/api-simulator/feed-faults.js';
import type { RequestFault, RequestFaultRule } from '../../src/tools/api-simulator/request-faults.js';
import { CatalogApp } from './catalog-app.js';
import { CollectorApp, SettableClock } from './collector-app.js';
import { createTestDatabase } from './test-database.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The setting's default. */
const LIVE_GAP_MS = 15 * MINUTE_MS;

/** Something that went wrong, and what must be found of it. */
export interface InjectedFault {
  name: string;
  reason: string;
  entityType: 'PARK' | 'RIDE' | 'DESTINATION';
  entityId: number;
  /** From the last good poll before it to the first good one after it, within opening hours. */
  startMs: number;
  endMs: number;
}

export interface FoundFault {
  reason: string;
  issueType: string;
  entityType: 'PARK' | 'RIDE' | 'DESTINATION';
  entityId: number;
  start: Date;
  end: Date;
  firstSeenAt: Date;
  lastSeenAt: Date;
  description: string;
}

export interface FaultyWeek {
  injected: InjectedFault[];
  found: FoundFault[];
  cycles: number;
  checks: number;
}

interface Destination {
  id: number;
  uuid: string;
}

interface Entity {
  rideId: number;
  uuid: string;
  type: string;
}

interface Hours {
  parkId: number;
  destinationId: number;
  opensAt: Date;
  closesAt: Date;
}

export interface FaultyWeekOptions {
  startMs: number;
  days: number;
  stepMinutes: number;
  ridesPerDestination: number;
}

/**
 * Days of live collection of three simulated destinations in which known things go wrong, checked every three hours as
 * the schedule would.
 */
export async function collectFaultyWeek(options: FaultyWeekOptions): Promise<FaultyWeek> {
  const { startMs, days, stepMinutes, ridesPerDestination } = options;
  const clock = new SettableClock(startMs);
  const database = await createTestDatabase('faulty_week');
  const simulator = await startApiSimulator({
    clock: () => clock.nowMs,
    seed: 21,
    destinations: 3,
    ridesPerDestination,
    limitPerMinute: 100_000,
  });
  const connection = database.connectionOptions;
  const catalog = await CatalogApp.start({ connection, baseUrl: simulator.baseUrl, clock });
  await catalog.sync();
  await catalog.close();
  const app = await CollectorApp.start({
    connection,
    settings: {
      LIVE_API_BASE_URL: simulator.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      COLLECT_CRON: `*/${stepMinutes} * * * *`,
    },
    clock,
    modules: [DetectionModule],
  });
  try {
    const plan = await planFaults(app, simulator, options);
    simulator.setFaults({ requests: plan.requests, feed: plan.feed });
    const isDown = (ms: number) => plan.down.some(({ fromMs, untilMs }) => ms >= fromMs && ms < untilMs);
    let [cycles, checks] = [0, 0];
    for (let ms = startMs; ms < startMs + days * DAY_MS; ms += stepMinutes * MINUTE_MS) {
      clock.nowMs = ms;
      if (!isDown(ms)) {
        await app.collection.collect();
        cycles++;
      }
      if ((ms - startMs) % (3 * HOUR_MS) === 0) {
        await app.get(QualityCheckService).check();
        checks++;
      }
    }
    clock.nowMs = startMs + days * DAY_MS;
    await app.get(QualityCheckService).check({ fromMs: startMs });
    const found = await app.query<FoundFault>(
      `SELECT reason, issue_type AS issueType, entity_type AS entityType, entity_id AS entityId, window_start AS start,
              window_end AS end, first_seen_at AS firstSeenAt, last_seen_at AS lastSeenAt, description
         FROM data_quality_log
        WHERE resolution_status = 'OPEN' AND issue_type IN ('GAP', 'SUSPICIOUS', 'DUPLICATE', 'INVALID')
        ORDER BY window_start, entity_id`,
    );
    return { injected: plan.injected, found, cycles, checks };
  } finally {
    await app.close();
    await simulator.close();
    await database.drop();
  }
}

interface Park {
  parkId: number;
  destinationId: number;
}

/** Plans faults on the grid of the polls, and says what must be found of each. */
class FaultPlan {
  readonly requests: RequestFaultRule[] = [];
  readonly feed: FeedFault[] = [];
  readonly down: { fromMs: number; untilMs: number }[] = [];
  readonly injected: InjectedFault[] = [];
  private readonly stepMs: number;

  constructor(
    private readonly hours: readonly Hours[],
    private readonly options: FaultyWeekOptions,
  ) {
    this.stepMs = options.stepMinutes * MINUTE_MS;
  }

  /** The middle of the time at which every park of the destination is open, on the n-th day. */
  middleOf(destinationId: number, day: number): number {
    const morning = this.options.startMs + day * DAY_MS;
    const open = this.hours.filter((entry) => {
      const opensMs = entry.opensAt.getTime();
      return entry.destinationId === destinationId && opensMs >= morning && opensMs < morning + DAY_MS;
    });
    const from = Math.max(...open.map(({ opensAt }) => opensAt.getTime()));
    const until = Math.min(...open.map(({ closesAt }) => closesAt.getTime()));
    return Math.ceil((from + until) / 2 / this.stepMs) * this.stepMs;
  }

  parksOf(destinationId: number): number[] {
    const parks: Park[] = this.hours.filter((entry) => entry.destinationId === destinationId);
    return [...new Set(parks.map(({ parkId }) => parkId))];
  }

  failRequests(
    name: string,
    destination: Destination,
    kind: { reason: string; fault: RequestFault },
    day: number,
    hours: number,
  ): void {
    const fromMs = this.middleOf(destination.id, day);
    const untilMs = fromMs + hours * HOUR_MS;
    this.requests.push({ fault: kind.fault, url: destination.uuid, fromMs, untilMs });
    for (const parkId of this.parksOf(destination.id)) this.expectGap(name, kind.reason, parkId, fromMs, untilMs);
  }

  stopCollecting(fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.down.push({ fromMs, untilMs });
    for (const parkId of new Set(this.hours.map((entry) => entry.parkId))) {
      this.expectGap('collector down', 'COLLECTION_FAILURE', parkId, fromMs, untilMs);
    }
  }

  silencePark(parkId: number, entities: readonly Entity[], fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.feed.push({ kind: 'SILENT', entityIds: entities.map(({ uuid }) => uuid), fromMs, untilMs });
    this.expectGap('silent park', 'PARK_SILENT', parkId, fromMs, untilMs);
  }

  silenceRides(entities: readonly Entity[], fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.feed.push({ kind: 'SILENT', entityIds: entities.map(({ uuid }) => uuid), fromMs, untilMs });
    const window = { startMs: fromMs - this.stepMs, endMs: untilMs };
    for (const { rideId } of entities) {
      this.injected.push({
        name: 'silent rides',
        reason: 'PARK_SILENT',
        entityType: 'RIDE',
        entityId: rideId,
        ...window,
      });
    }
  }

  /** @param judged parks in which enough rides post waits: fewer may all stand still by chance */
  freeze(destination: Destination, judged: readonly number[], fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.feed.push({ kind: 'FROZEN', destinationId: destination.uuid, fromMs, untilMs });
    const window = { startMs: fromMs, endMs: untilMs - this.stepMs };
    for (const parkId of judged) {
      this.injected.push({
        name: 'frozen feed',
        reason: 'FROZEN_PARK',
        entityType: 'PARK',
        entityId: parkId,
        ...window,
      });
    }
  }

  sayTwice({ id, uuid }: Destination, fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.requests.push({ fault: { kind: 'DAMAGED', damage: 'ELEMENT_TWICE' }, url: uuid, fromMs, untilMs });
    const window = { startMs: fromMs, endMs: untilMs - this.stepMs };
    const place = { entityType: 'DESTINATION', entityId: id } as const;
    this.injected.push({ name: 'doubled entities', reason: 'DUPLICATE_ENTITY', ...place, ...window });
  }

  /** What is missing of a park from the last good poll to the next one, within its hours. */
  private expectGap(name: string, reason: string, parkId: number, fromMs: number, untilMs: number): void {
    const lastMs = fromMs - this.stepMs;
    const open = this.hours.find((entry) => {
      return entry.parkId === parkId && entry.opensAt.getTime() < untilMs && entry.closesAt.getTime() > lastMs;
    });
    if (open === undefined) return;
    const startMs = Math.max(lastMs, open.opensAt.getTime());
    const endMs = Math.min(untilMs, open.closesAt.getTime());
    if (endMs - startMs <= LIVE_GAP_MS) return;
    this.injected.push({ name, reason, entityType: 'PARK', entityId: parkId, startMs, endMs });
  }
}

async function planFaults(app: CollectorApp, simulator: ApiSimulator, options: FaultyWeekOptions): Promise<FaultPlan> {
  const [first, second, third] = (await findDestinations(app, simulator.destinationIds)) as [
    Destination,
    Destination,
    Destination,
  ];
  const plan = new FaultPlan(await findHours(app), options);
  plan.failRequests('API down', first, { reason: 'API_UNAVAILABLE', fault: { kind: 'STATUS', status: 503 } }, 1, 2);
  const refusal: RequestFault = { kind: 'RATE_LIMITED', retryAfter: 'seconds', seconds: 1 };
  plan.failRequests('rate limit', first, { reason: 'RATE_LIMITED', fault: refusal }, 2, 1.5);
  plan.failRequests('broken JSON', first, { reason: 'INVALID_DATA', fault: { kind: 'INVALID_JSON' } }, 3, 1);
  plan.stopCollecting(plan.middleOf(second.id, 4), 2.5);

  const parkId = plan.parksOf(second.id)[0]!;
  const ofPark = await findEntities(app, parkId);
  plan.silencePark(parkId, ofPark, plan.middleOf(second.id, 1), 3);
  plan.silenceRides(ofPark.filter(({ type }) => type === 'ATTRACTION').slice(0, 3), plan.middleOf(second.id, 2), 2);

  const frozenFrom = plan.middleOf(third.id, 1) - 3 * HOUR_MS;
  const shown = simulator.truth(third.uuid, frozenFrom);
  const posting = new Set(
    shown.filter((one) => one.status === 'OPERATING' && one.waitMinutes !== null).map(({ entityId }) => entityId),
  );
  const judged: number[] = [];
  for (const id of plan.parksOf(third.id)) {
    if ((await findEntities(app, id)).filter(({ uuid }) => posting.has(uuid)).length >= 3) judged.push(id);
  }
  plan.freeze(third, judged, frozenFrom, 6);
  plan.sayTwice(third, plan.middleOf(third.id, 2), 1);
  return plan;
}

async function findDestinations(app: CollectorApp, uuids: readonly string[]): Promise<Destination[]> {
  const rows = await app.query<Destination>(
    'SELECT destination_id AS id, themeparks_wiki_id AS uuid FROM destinations',
  );
  return uuids.map((uuid) => rows.find((row) => row.uuid === uuid)!);
}

function findHours(app: CollectorApp): Promise<Hours[]> {
  return app.query<Hours>(
    `SELECT s.park_id AS parkId, p.destination_id AS destinationId, s.opens_at AS opensAt, s.closes_at AS closesAt
       FROM park_schedules s JOIN parks p ON p.park_id = s.park_id
      WHERE s.schedule_type = 'OPERATING' AND s.withdrawn_at IS NULL ORDER BY s.opens_at`,
  );
}

function findEntities(app: CollectorApp, parkId: number): Promise<Entity[]> {
  return app.query<Entity>(
    `SELECT ride_id AS rideId, themeparks_wiki_id AS uuid, entity_type AS type FROM rides
      WHERE park_id = ? ORDER BY ride_id`,
    [parkId],
  );
}
