import type { QueueObservation, QueueType } from '../../modules/snapshots/observations.js';
import type { ZoneClock } from '../zone-clock.js';
import type { Currency } from '../archive-generator/world.js';
import type { LiveState, TimeSlot } from './live-state.js';
import type { EntityModel, SimEntity } from './sim-world.js';
import type { VisibleEntity } from './visible-entities.js';

export interface WirePrice {
  amount: number | null;
  currency: string;
  formatted?: string;
}

/** Minor units: 1500 USD is `$15.00`, 1500 JPY is `¥1500`. An unpublished amount is null, and not formatted. */
export function wirePrice(amountMinor: number | null, { code, symbol, minorUnits }: Currency): WirePrice {
  if (amountMinor === null) return { amount: null, currency: code };
  const major = minorUnits === 1 ? String(amountMinor) : (amountMinor / minorUnits).toFixed(2);
  return { amount: amountMinor, currency: code, formatted: `${symbol}${major}` };
}

interface Encoded {
  id: string;
  name: string;
  state: LiveState;
  json: string;
}

/** Cached because entities are requested more often than they change. */
const latest = new WeakMap<SimEntity, Encoded>();

/** One element of `liveData`. Instants carry the park's offset, `lastUpdated` is UTC to the second. */
export function encodeLiveEntity({ entity, id, name, state }: VisibleEntity): string {
  const known = latest.get(entity);
  if (known && known.state === state && known.id === id && known.name === name) return known.json;
  const json = JSON.stringify(liveEntity({ entity, id, name, state }));
  latest.set(entity, { id, name, state, json });
  return json;
}

/** Keys with an undefined value are omitted. */
function liveEntity({ entity, id, name, state }: VisibleEntity): Record<string, unknown> {
  const { clock } = entity;
  return {
    id,
    name,
    entityType: entity.entityType,
    parkId: entity.parkId,
    externalId: entity.externalId,
    queue: queuesOf(entity, state),
    status: state.status,
    forecast: state.forecast?.map(({ atMs, waitMinutes, percentage }) => ({
      time: clock.isoLocal(atMs),
      waitTime: waitMinutes,
      percentage,
    })),
    showtimes: state.showTimes?.map((slot) => wireSlot(slot, clock)),
    operatingHours: state.operatingHours?.map((slot) => wireSlot(slot, clock)),
    diningAvailability: state.diningAvailability?.map(({ partySize, waitMinutes }) => ({
      partySize,
      waitTime: waitMinutes,
    })),
    lastUpdated: isoSeconds(state.changedAtMs),
  };
}

/** `2026-04-15T04:36:04Z` */
export function isoSeconds(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 19)}Z`;
}

export function wireSlot({ type, startMs, endMs }: TimeSlot, clock: ZoneClock): Record<string, unknown> {
  return { type, endTime: local(endMs, clock), startTime: local(startMs, clock) };
}

function local(instantMs: number | null, clock: ZoneClock): string | null {
  return instantMs === null ? null : clock.isoLocal(instantMs);
}

function queuesOf({ model, clock }: SimEntity, { standby, queues }: LiveState): Record<string, unknown> | undefined {
  if (standby === null && queues.length === 0) return undefined;
  const wire: Partial<Record<QueueType, unknown>> = {};
  if (standby) wire.STANDBY = { waitTime: standby.waitMinutes };
  for (const queue of queues) {
    wire[queue.queueType] = wireQueue(queue, clock, currencyOf(model));
  }
  return wire;
}

export function currencyOf(model: EntityModel): Currency | null {
  return model.kind === 'RIDE' ? model.ride.park.currency : null;
}

/** One queue as `/live` and `/history` show it. */
export function wireQueue(
  queue: QueueObservation,
  clock: ZoneClock,
  currency: Currency | null,
): Record<string, unknown> {
  switch (queue.queueType) {
    case 'STANDBY':
    case 'SINGLE_RIDER':
    case 'PAID_STANDBY':
      return { waitTime: queue.waitMinutes };
    case 'RETURN_TIME':
      return returnWindow(queue, clock);
    case 'PAID_RETURN_TIME': {
      const hasPrice = currency !== null && queue.priceCurrency !== null;
      return { price: hasPrice ? wirePrice(queue.priceMinor, currency) : null, ...returnWindow(queue, clock) };
    }
    case 'BOARDING_GROUP':
      return {
        allocationStatus: queue.boardingGroupStatus,
        currentGroupStart: queue.groupStart,
        currentGroupEnd: queue.groupEnd,
        nextAllocationTime: local(queue.nextAllocationAtMs, clock),
        estimatedWait: queue.estimatedWaitMinutes,
      };
  }
}

function returnWindow(queue: QueueObservation, clock: ZoneClock): Record<string, unknown> {
  return {
    state: queue.state,
    returnEnd: local(queue.returnEndMs, clock),
    returnStart: local(queue.returnStartMs, clock),
  };
}
