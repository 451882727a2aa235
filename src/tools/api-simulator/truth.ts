import type { QueueObservation, RideStatus } from '../../modules/snapshots/observations.js';
import type { FeedFault } from './feed-faults.js';
import type { LiveDetails } from './live-state.js';
import type { SimEntityType, SimWorld } from './sim-world.js';
import { type VisibleEntity, visibleLive } from './visible-entities.js';

/** What a live answer of that instant says of one entity, before it is written as JSON. */
export interface VisibleObservation {
  entityId: string;
  name: string;
  entityType: SimEntityType;
  parkId: string | null;
  observedAtMs: number;
  status: RideStatus;
  /** False: there is no STANDBY queue. */
  hasStandby: boolean;
  waitMinutes: number | null;
  /** All queues but STANDBY. */
  queues: readonly QueueObservation[];
  /** Whole seconds, as the API says it. */
  lastUpdatedMs: number;
  details: LiveDetails;
}

/** Everything that a live answer of the destination says at an instant, in its order. */
export function visibleObservations(
  world: SimWorld,
  destinationId: string,
  nowMs: number,
  faults: readonly FeedFault[] = [],
): VisibleObservation[] {
  const destination = world.byDestinationId.get(destinationId);
  if (!destination) return [];
  return visibleLive(world, destination, nowMs, faults).map((visible) => observationOf(visible, nowMs));
}

function observationOf({ entity, id, name, state }: VisibleEntity, observedAtMs: number): VisibleObservation {
  const { showTimes, operatingHours, diningAvailability, forecast } = state;
  return {
    entityId: id,
    name,
    entityType: entity.entityType,
    parkId: entity.parkId,
    observedAtMs,
    status: state.status,
    hasStandby: state.standby !== null,
    waitMinutes: state.standby?.waitMinutes ?? null,
    queues: state.queues,
    lastUpdatedMs: Math.floor(state.changedAtMs / 1000) * 1000,
    details: { showTimes, operatingHours, diningAvailability, forecast },
  };
}
