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

/** Resolves the target ride of a CSV line. */
@Injectable()
export class MappingTargets {
  constructor(private readonly repository: MappingRepository) {}

  /**
   * The id of the ride, or the problem. If the name belongs to a linked ride, its target is returned.
   * @throws RideNotFoundError
   */
  async resolve(manager: EntityManager, target: ManualTarget): Promise<number | string> {
    if (target.kind === 'RIDE_ID') return (await this.contradiction(manager, target)) ?? target.rideId;
    if (target.kind === 'OWN_ID') return this.rideOfOwnId(manager, target);
    const { parkId, rideName } = target;
    const rides = await this.repository.findRidesByName(manager, parkId, normaliseName(rideName));
    const rideIds = [...new Set(rides.map(({ rideId, linkedToRideId }) => linkedToRideId ?? rideId))];
    if (rideIds.length === 1) return rideIds[0]!;
    if (rideIds.length === 0) return `Park ${parkId} has no ride called "${rideName}"`;
    return `Park ${parkId} has several rides called "${rideName}" (${rideIds.join(', ')}): use ride_id instead`;
  }

  private async rideOfOwnId(
    manager: EntityManager,
    { source, ownId }: Extract<ManualTarget, { kind: 'OWN_ID' }>,
  ): Promise<number | string> {
    const rideIds = await this.repository.findRidesOfExternalId(manager, source, ownId);
    if (rideIds.length === 1) return rideIds[0]!;
    if (rideIds.length === 0) return `The catalogue ${source} has no ride with the own_id "${ownId}"`;
    return `Several rides have the id "${ownId}" of ${source} (${rideIds.join(', ')}): use ride_id instead`;
  }

  /** Park and name in addition to the id may be there for human readers, but people rely on them: they must be correct. */
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

/** Links the ride of a UUID to another ride, and unlinks it. Always in the caller's transaction. */
@Injectable()
export class MappingLinker {
  constructor(
    private readonly repository: MappingRepository,
    private readonly registry: RegistryRepository,
    private readonly days: RideDays,
    private readonly activity: RideActivity,
  ) {}

  /** Activates the target of a link if the linked ride is active. */
  async activateTarget(manager: EntityManager, rideId: number, targetRideId: number): Promise<void> {
    if (await this.repository.isActive(manager, rideId)) await this.activity.set(manager, [targetRideId], true);
  }

  /**
   * The effective target of a mapping to `rideId`. Locks its destination against other registrations and mappings.
   * @throws RideNotFoundError, MappingConflictError
   */
  async lockTarget(manager: EntityManager, themeparksWikiId: string, rideId: number): Promise<MappableRide> {
    const requested = await this.repository.findRide(manager, rideId);
    if (requested === null) throw new RideNotFoundError(rideId);
    await this.registry.lockDestination(manager, requested.destinationId);
    // The ride may have been linked between the first read and the lock.
    const locked = (await this.repository.findRide(manager, rideId))!;
    if (locked.themeparksWikiId === themeparksWikiId) {
      const why = `Ride ${rideId} is this UUID's own ride: undo the mapping instead`;
      throw new MappingConflictError(themeparksWikiId, why, { rideId });
    }
    return locked.linkedToRideId === null ? locked : (await this.repository.findRide(manager, locked.linkedToRideId))!;
  }

  /** Locks the destination of the UUID's own ride and returns the ride; null: the UUID has none. */
  async lockOwnRide(manager: EntityManager, themeparksWikiId: string): Promise<MappableRide | null> {
    const known = await this.repository.findRideOfUuid(manager, themeparksWikiId);
    if (known === null) return null;
    await this.registry.lockDestination(manager, known.destinationId);
    return this.repository.findRideOfUuid(manager, themeparksWikiId);
  }

  /**
   * The ride under which the UUID's observations are stored. For a UUID that was never observed, creates one in the park of
   * the target, with the target's name until the UUID is observed under its own.
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
   * Links are one level deep: a ride that others are linked to is never linked itself. So cycles are impossible.
   * @throws MappingConflictError
   */
  async checkLink(
    manager: EntityManager,
    themeparksWikiId: string,
    own: MappableRide,
    target: MappableRide,
  ): Promise<void> {
    if (target.rideId === own.rideId) {
      const why = `That ride is linked to ride ${own.rideId}, which is this UUID's own ride: undo that mapping first`;
      throw new MappingConflictError(themeparksWikiId, why, { rideId: own.rideId });
    }
    if (target.destinationId !== own.destinationId) {
      const why = `Ride ${own.rideId} and ride ${target.rideId} belong to different destinations`;
      throw new MappingConflictError(themeparksWikiId, why, { rideId: own.rideId, targetRideId: target.rideId });
    }
    const linkedRideIds = await this.repository.findLinkedTo(manager, own.rideId);
    if (linkedRideIds.length > 0) {
      const why = `Other rides are linked to ride ${own.rideId} (${linkedRideIds.join(', ')}): map those to another ride first`;
      throw new MappingConflictError(themeparksWikiId, why, { rideId: own.rideId, linkedRideIds });
    }
  }

  /** Replaces an existing link. */
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

  /** @returns the ride to which `own` was linked */
  async unlink(manager: EntityManager, own: MappableRide, linkedToRideId: number): Promise<MappableRide> {
    const target = (await this.repository.findRide(manager, linkedToRideId))!;
    await this.repository.unlink(manager, own.rideId);
    await this.days.invalidate(manager, own.rideId, [own, target], 'MAPPING');
    return target;
  }
}
