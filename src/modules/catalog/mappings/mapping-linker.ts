import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RideNotFoundError } from '../../../common/domain-error.js';
import { cutText } from '../../../common/text.js';
import { normaliseName } from '../id-matching/name-normaliser.js';
import { RideActivity, RideDays } from '../registry/entity-changes.service.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import type { ManualTarget } from './mapping-csv.js';
import { type MappableRide, MappingConflictError } from './mapping.js';
import { MappingRepository } from './mapping.repository.js';

/** Finds the ride that a line of a CSV means. */
@Injectable()
export class MappingTargets {
  constructor(private readonly repository: MappingRepository) {}

  /**
   * The ride, or why there is none. A linked ride of a name is the ride it is linked to.
   * @throws RideNotFoundError
   */
  async resolve(manager: EntityManager, target: ManualTarget): Promise<number | string> {
    if (target.kind === 'RIDE_ID') return (await this.contradiction(manager, target)) ?? target.rideId;
    const { parkId, rideName } = target;
    const rides = await this.repository.findRidesByName(manager, parkId, normaliseName(rideName));
    const rideIds = [...new Set(rides.map(({ rideId, linkedToRideId }) => linkedToRideId ?? rideId))];
    if (rideIds.length === 1) return rideIds[0]!;
    if (rideIds.length === 0) return `Park ${parkId} has no ride called "${rideName}"`;
    return `Park ${parkId} has several rides called "${rideName}" (${rideIds.join(', ')}): give the ride_id`;
  }

  /** What a line says of a ride beside its id may be for human readers, but then they have read it: it must be true. */
  private async contradiction(
    manager: EntityManager,
    { rideId, parkId, rideName }: Extract<ManualTarget, { kind: 'RIDE_ID' }>,
  ): Promise<string | null> {
    const ride = await this.repository.findRide(manager, rideId);
    if (ride === null) throw new RideNotFoundError(rideId);
    const wrong: string[] = [];
    if (parkId !== undefined && parkId !== ride.parkId) wrong.push(`is in park ${ride.parkId}, not in park ${parkId}`);
    if (rideName !== undefined) {
      const names = await this.repository.findNames(manager, rideId);
      const isKnown = names.some((name) => normaliseName(name) === normaliseName(rideName));
      if (!isKnown) wrong.push(`is called "${ride.name}", not "${rideName}"`);
    }
    return wrong.length === 0 ? null : `Ride ${rideId} ${wrong.join(', and ')}`;
  }
}

/** Links the ride of a UUID to another one and takes links back, by the rules; always in the caller's transaction. */
@Injectable()
export class MappingLinker {
  constructor(
    private readonly repository: MappingRepository,
    private readonly registry: RegistryRepository,
    private readonly days: RideDays,
    private readonly activity: RideActivity,
  ) {}

  /** A ride that a listed one counts as is active too. */
  async activateTarget(manager: EntityManager, rideId: number, targetRideId: number): Promise<void> {
    if (await this.repository.isActive(manager, rideId)) await this.activity.set(manager, [targetRideId], true);
  }

  /**
   * The ride that a mapping to `rideId` means, with its destination locked: nobody registers or maps in it meanwhile.
   * @throws RideNotFoundError, MappingConflictError
   */
  async lockTarget(manager: EntityManager, themeparksWikiId: string, rideId: number): Promise<MappableRide> {
    const asked = await this.repository.findRide(manager, rideId);
    if (asked === null) throw new RideNotFoundError(rideId);
    await this.registry.lockDestination(manager, asked.destinationId);
    // what was read before the lock may have been linked meanwhile
    const locked = (await this.repository.findRide(manager, rideId))!;
    if (locked.themeparksWikiId === themeparksWikiId) {
      const why = `Ride ${rideId} is this UUID's own: to make it one again, take the mapping back`;
      throw new MappingConflictError(themeparksWikiId, why, { rideId });
    }
    return locked.linkedToRideId === null ? locked : (await this.repository.findRide(manager, locked.linkedToRideId))!;
  }

  /** The UUID's own ride with its destination locked; null where the UUID has none. */
  async lockOwnRide(manager: EntityManager, themeparksWikiId: string): Promise<MappableRide | null> {
    const known = await this.repository.findRideOfUuid(manager, themeparksWikiId);
    if (known === null) return null;
    await this.registry.lockDestination(manager, known.destinationId);
    return this.repository.findRideOfUuid(manager, themeparksWikiId);
  }

  /**
   * The ride under which the UUID's observations are stored. Where the UUID was not seen yet, one that waits for it: in
   * the park of the target and called like it, until it is seen by its own name.
   */
  async ensureOwnRide(manager: EntityManager, themeparksWikiId: string, target: MappableRide): Promise<MappableRide> {
    const known = await this.repository.findRideOfUuid(manager, themeparksWikiId);
    if (known !== null) return known;
    const { parkId, name } = target;
    const normalizedName = cutText(normaliseName(name), 255);
    await this.repository.insertUnobservedRide(manager, { parkId, themeparksWikiId, name, normalizedName });
    return (await this.repository.findRideOfUuid(manager, themeparksWikiId))!;
  }

  /**
   * Links are one step long: a ride is linked, or is linked to, never both. So there can be no cycle either.
   * @throws MappingConflictError
   */
  async checkLink(
    manager: EntityManager,
    themeparksWikiId: string,
    own: MappableRide,
    target: MappableRide,
  ): Promise<void> {
    if (target.rideId === own.rideId) {
      const why = `That ride is linked to ride ${own.rideId}, which is this UUID's own: take that mapping back first`;
      throw new MappingConflictError(themeparksWikiId, why, { rideId: own.rideId });
    }
    if (target.destinationId !== own.destinationId) {
      const why = `Ride ${own.rideId} and ride ${target.rideId} belong to different destinations`;
      throw new MappingConflictError(themeparksWikiId, why, { rideId: own.rideId, targetRideId: target.rideId });
    }
    const linkedRideIds = await this.repository.findLinkedTo(manager, own.rideId);
    if (linkedRideIds.length > 0) {
      const why = `Ride ${own.rideId} stands for other rides (${linkedRideIds.join(', ')}): map those elsewhere first`;
      throw new MappingConflictError(themeparksWikiId, why, { rideId: own.rideId, linkedRideIds });
    }
  }

  /** In the place of the link that there is. */
  async link(
    manager: EntityManager,
    themeparksWikiId: string,
    own: MappableRide,
    target: MappableRide,
    linkedAt: Date,
  ): Promise<void> {
    const before = own.linkedToRideId === null ? null : await this.repository.findRide(manager, own.linkedToRideId);
    await this.repository.unlink(manager, own.rideId);
    const alias = { aliasRideId: own.rideId, rideId: target.rideId, themeparksWikiId, linkedAt };
    await this.registry.linkAlias(manager, alias);
    const parks = before === null ? [own, target] : [own, before, target];
    await this.days.invalidate(manager, own.rideId, parks, 'MAPPING');
  }

  /** Returns the ride that `own` was linked to. */
  async unlink(manager: EntityManager, own: MappableRide, linkedToRideId: number): Promise<MappableRide> {
    const target = (await this.repository.findRide(manager, linkedToRideId))!;
    await this.repository.unlink(manager, own.rideId);
    await this.days.invalidate(manager, own.rideId, [own, target], 'MAPPING');
    return target;
  }
}
