import { Injectable } from '@nestjs/common';
import { RideNotFoundError } from '../../common/domain-error.js';
import { CanonicalGroupRepository, type LinkedRide, type QueueEntity } from './canonical-groups.sql.js';

/** A ride and the rides linked to it, which count as one ride. */
export interface CanonicalGroup {
  requestedRideId: number;
  canonicalRideId: number;
  /** The park of the canonical ride. */
  parkId: number;
  /** The canonical ride first. */
  rideIds: number[];
}

/** Which rides count as one: a ride, the rides linked to it, and the entities that are its queues. */
@Injectable()
export class CanonicalGroups {
  constructor(private readonly repository: CanonicalGroupRepository) {}

  /** The ride that this one counts as, and all rides linked to it. @throws RideNotFoundError */
  async of(rideId: number): Promise<CanonicalGroup> {
    const requested = await this.repository.findRide(rideId);
    if (requested === null) throw new RideNotFoundError(rideId);
    const { rideId: canonicalRideId, parkId } = (await this.repository.findLinkedTo(rideId)) ?? requested;
    const linked = await this.repository.findLinked([canonicalRideId]);
    const rideIds = [canonicalRideId, ...linked.map(({ linkedRideId }) => linkedRideId)];
    return { requestedRideId: rideId, canonicalRideId, parkId, rideIds };
  }

  /** Entities that are queues of these rides by a decision. */
  async queueEntitiesOf(rideIds: readonly number[]): Promise<QueueEntity[]> {
    return this.repository.findQueueEntities(rideIds);
  }

  /** The rides that are linked to these. */
  async findLinked(rideIds: readonly number[]): Promise<LinkedRide[]> {
    return this.repository.findLinked(rideIds);
  }
}
