import { QualityModule } from '../../src/modules/quality/quality.module.js';
import { QualityCheckService } from '../../src/modules/quality/detection/quality-check.service.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { RequestFault } from '../../src/tools/api-simulator/request-faults.js';
import { CatalogApp } from './catalog-app.js';
import { CollectorApp, SettableClock } from './collector-app.js';
import {
  type Destination,
  type Entity,
  FaultPlan,
  type FaultyWeekOptions,
  type Hours,
  type InjectedFault,
} from './fault-plan.js';
import { createTestDatabase } from './test-database.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

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

/**
 * Days of live collection of three simulated destinations with known faults, checked every three hours as by the schedule.
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
    modules: [QualityModule],
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
  plan.muteParkFeed(parkId, ofPark, plan.middleOf(second.id, 1), 3);
  plan.muteRideFeeds(ofPark.filter(({ type }) => type === 'ATTRACTION').slice(0, 3), plan.middleOf(second.id, 2), 2);

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
    `SELECT s.park_id AS parkId, p.destination_id AS destinationId, s.schedule_type AS type, s.opens_at AS opensAt,
            s.closes_at AS closesAt
       FROM park_schedules s JOIN parks p ON p.park_id = s.park_id
      WHERE s.schedule_type <> 'INFO' AND s.withdrawn_at IS NULL ORDER BY s.opens_at`,
  );
}

function findEntities(app: CollectorApp, parkId: number): Promise<Entity[]> {
  return app.query<Entity>(
    `SELECT ride_id AS rideId, themeparks_wiki_id AS uuid, entity_type AS type FROM rides
      WHERE park_id = ? ORDER BY ride_id`,
    [parkId],
  );
}
