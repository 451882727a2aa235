import type { Actions } from './actions.js';
import { asRequest, type Plan } from './plan.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const LOOK_EVERY_MS = 30 * MINUTE_MS;
const LOOK_AT_MS = 7 * MINUTE_MS;

/** Steps of one instant run in this order. */
enum Order {
  IMPORT_FIRST,
  SYNC,
  METADATA,
  POLL,
  LOOK,
  CHECK,
  IMPORT,
  ASK,
}

export interface TimelineStep {
  atMs: number;
  order: Order;
  run: () => Promise<void>;
}

/** Everything that a plan does before the end, in the order of time. */
export function timelineOf(plan: Plan, actions: Actions): TimelineStep[] {
  const steps = [...catalogSteps(plan, actions), ...pollSteps(plan, actions), ...lookSteps(plan, actions)];
  for (const at of plan.check ?? []) {
    steps.push({ atMs: Date.parse(at), order: Order.CHECK, run: () => checked(actions) });
  }
  if (plan.archiveDestination !== undefined) {
    const order = plan.importAt === undefined ? Order.IMPORT_FIRST : Order.IMPORT;
    const destination = plan.archiveDestination;
    steps.push({ atMs: Date.parse(plan.importAt ?? plan.from), order, run: () => actions.import(destination) });
  }
  for (const request of (plan.ask ?? []).map(asRequest)) {
    if (request.at === undefined) continue;
    const run = async () => {
      await actions.refreshStatistics();
      await actions.ask(request);
    };
    steps.push({ atMs: Date.parse(request.at), order: Order.ASK, run });
  }
  return steps.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
}

async function checked(actions: Actions): Promise<void> {
  await actions.refreshStatistics();
  await actions.checkQuality();
}

function catalogSteps({ from, until, sync = [], dailySync, metadata = [] }: Plan, actions: Actions): TimelineStep[] {
  const syncsMs = sync.map((at) => Date.parse(at));
  if (dailySync !== undefined) {
    const firstMs = Date.parse(`${from.slice(0, 10)}T${dailySync}:00Z`);
    for (let atMs = firstMs; atMs <= Date.parse(until); atMs += DAY_MS) {
      if (atMs >= Date.parse(from)) syncsMs.push(atMs);
    }
  }
  return [
    ...syncsMs.map((atMs) => ({ atMs, order: Order.SYNC, run: () => actions.syncCatalog() })),
    ...metadata.map((at) => ({ atMs: Date.parse(at), order: Order.METADATA, run: () => actions.syncMetadata() })),
  ];
}

function pollSteps({ from, until, pollMinutes = 5, noPolls = [] }: Plan, actions: Actions): TimelineStep[] {
  if (pollMinutes === 0) return [];
  const pauses = noPolls.map(([start, end]) => [Date.parse(start), Date.parse(end)] as const);
  const steps: TimelineStep[] = [];
  for (let atMs = Date.parse(from); atMs <= Date.parse(until); atMs += pollMinutes * MINUTE_MS) {
    if (pauses.some(([startMs, endMs]) => startMs <= atMs && atMs < endMs)) continue;
    steps.push({ atMs, order: Order.POLL, run: () => actions.poll() });
  }
  return steps;
}

function lookSteps({ from, until, look = false }: Plan, actions: Actions): TimelineStep[] {
  const steps: TimelineStep[] = [];
  if (!look) return steps;
  for (let halfHourMs = Date.parse(from); halfHourMs <= Date.parse(until); halfHourMs += LOOK_EVERY_MS) {
    const atMs = Math.floor(halfHourMs / LOOK_EVERY_MS) * LOOK_EVERY_MS + LOOK_AT_MS;
    steps.push({ atMs, order: Order.LOOK, run: () => actions.look() });
  }
  return steps;
}
