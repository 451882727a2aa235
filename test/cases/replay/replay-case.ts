import { SettableClock } from '../../support/collector-app.js';
import { Actions } from './actions.js';
import { asRequest, type Case } from './plan.js';
import { timelineOf } from './timeline.js';
import { Upstream } from './upstream.js';
import { Warehouse } from './warehouse.js';

/** A case after its last step, while its schema still exists. */
export interface Replayed {
  replayed: Case;
  warehouse: Warehouse;
  actions: Actions;
}

/**
 * Runs a case on the real modules with HTTP on both sides and a schema of its own, then passes the result to `use`.
 */
export async function replayCase<T>(replayed: Case, use: (result: Replayed) => Promise<T>): Promise<T> {
  const { plan } = replayed;
  const clock = new SettableClock(Date.parse(plan.from));
  const upstream = await Upstream.start(replayed, clock);
  try {
    const warehouse = await Warehouse.start(upstream, clock, plan.settings ?? {});
    try {
      const actions = new Actions(warehouse, () => clock.nowMs);
      await runSteps(replayed, actions, clock);
      return await use({ replayed, warehouse, actions });
    } finally {
      await warehouse.close();
    }
  } finally {
    await upstream.close();
  }
}

async function runSteps({ plan }: Case, actions: Actions, clock: SettableClock): Promise<void> {
  for (const step of timelineOf(plan, actions)) {
    clock.nowMs = Math.max(clock.nowMs, step.atMs);
    await step.run();
  }
  if (plan.endAt !== undefined) clock.nowMs = Date.parse(plan.endAt);
  await actions.refreshStatistics();
  const toMs = Math.max(Date.parse(plan.until), clock.nowMs);
  await actions.checkQuality({ fromMs: Date.parse(plan.from), toMs });
  for (const request of (plan.ask ?? []).map(asRequest)) if (request.at === undefined) await actions.ask(request);
}
