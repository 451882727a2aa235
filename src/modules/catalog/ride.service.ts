import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { RideNotFoundError } from '../../common/domain-error.js';
import type { Found, Slice } from './catalog.repository.js';
import type { DecisionInForce } from './decisions/decision.js';
import type { EntityType } from './entity-types.js';
import type { ExternalIdRecord } from './external-ids.sql.js';
import { type CanonicalGroup, CanonicalGroups } from './canonical-groups.service.js';
import type { LinkedRide } from './canonical-groups.sql.js';
import { type CurrentRecord, type RideNameRecord, type RideRecord, RideRepository } from './ride.sql.js';

/** The states of each ride and of the rides linked to it, newest first. Each state has the id under which it is stored. */
export function statesByRide(
  current: readonly CurrentRecord[],
  linked: readonly LinkedRide[],
): Map<number, CurrentRecord[]> {
  const canonicalOf = new Map(linked.map(({ linkedRideId, rideId }) => [linkedRideId, rideId]));
  const newestFirst = [...current].sort((a, b) => lastConfirmedMs(b) - lastConfirmedMs(a));
  return groupBy(newestFirst, ({ rideId }) => canonicalOf.get(rideId) ?? rideId);
}

/** The ids of each ride and of the rides linked to it, without repetitions. */
function idsByRide(ids: readonly ExternalIdRecord[], linked: readonly LinkedRide[]): Map<number, ExternalId[]> {
  const canonicalOf = new Map(linked.map(({ linkedRideId, rideId }) => [linkedRideId, rideId]));
  const byRide = groupBy(ids, ({ rideId }) => canonicalOf.get(rideId) ?? rideId);
  const distinct = (same: readonly ExternalIdRecord[]): ExternalId[] => [
    ...new Map(same.map(({ source, externalId }) => [`${source} ${externalId}`, { source, externalId }])).values(),
  ];
  return new Map([...byRide].map(([rideId, same]) => [rideId, distinct(same)]));
}

/** The state that was confirmed later is the newer one, whenever it began. */
const lastConfirmedMs = ({ lastConfirmedAt, recordedAt }: CurrentRecord): number =>
  (lastConfirmedAt ?? recordedAt).getTime();

/** States are sorted newest first; a state may be stored under a linked ride. */
export type RideWithStates = RideRecord & { states: CurrentRecord[]; externalIds: ExternalId[] };

/** An id of a ride in another catalogue. */
export type ExternalId = Omit<ExternalIdRecord, 'rideId'>;

export interface RideDetails {
  canonicalGroup: CanonicalGroup;
  ride: RideWithStates;
  names: RideNameRecord[];
  linked: LinkedRide[];
  /** The active decision that excludes the ride or makes it a queue; null: none. */
  decision: DecisionInForce | null;
}

/** Reads rides. A ride and the rides linked to it count as one. */
@Injectable()
export class RideService {
  constructor(
    private readonly repository: RideRepository,
    private readonly groups: CanonicalGroups,
  ) {}

  /** Rides of a park by name with their newest states, without linked rides. `type` null: all types but the park itself. */
  async listOfPark(parkId: number, type: EntityType | null, slice: Slice): Promise<Found<RideWithStates>> {
    const { data, total } = await this.repository.findOfPark(parkId, type, slice);
    const rideIds = data.map(({ rideId }) => rideId);
    return { data: await this.withStates(data, await this.groups.findLinked(rideIds)), total };
  }

  /** @throws RideNotFoundError */
  async getDetails(rideId: number): Promise<RideDetails> {
    const canonicalGroup = await this.groups.of(rideId);
    const linked = await this.groups.findLinked([canonicalGroup.canonicalRideId]);
    const record = await this.repository.find(canonicalGroup.canonicalRideId);
    if (record === null) throw new RideNotFoundError(rideId);
    const [ride] = await this.withStates([record], linked);
    const names = await this.repository.findNames(canonicalGroup.rideIds);
    return {
      canonicalGroup,
      ride: ride!,
      names,
      linked,
      decision: await this.repository.findDecisionInForce(record.rideId),
    };
  }

  private async withStates(rides: readonly RideRecord[], linked: readonly LinkedRide[]): Promise<RideWithStates[]> {
    const rideIds = [...rides.map(({ rideId }) => rideId), ...linked.map(({ linkedRideId }) => linkedRideId)];
    const states = statesByRide(await this.repository.findCurrent(rideIds), linked);
    const ids = idsByRide(await this.repository.findExternalIds(rideIds), linked);
    return rides.map((ride) => ({
      ...ride,
      states: states.get(ride.rideId) ?? [],
      externalIds: ids.get(ride.rideId) ?? [],
    }));
  }
}
