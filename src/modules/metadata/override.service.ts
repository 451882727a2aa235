import { Injectable } from '@nestjs/common';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../common/database/transaction.service.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import { Clock } from '../../common/time/clock.js';
import { CanonicalGroups } from '../catalog/canonical-groups.service.js';
import { CuratedIndex } from './classification/curated-index.js';
import type { MetadataOverrideBody } from './metadata-admin.dto.js';
import { identityOf, MetadataWriter } from './metadata-writer.js';
import { type Heights, OVERRIDABLE_FIELDS, type OverridableField, type Overrides } from './metadata.js';
import { MetadataRepository } from './metadata.repository.js';
import { overrideMetadata } from './revise-metadata.js';
import { SyncableRideRepository } from './sync/syncable-ride.sql.js';

type HeightField = keyof Heights;

/** In each pair, the first must not exceed the second. */
const ORDERED: readonly (readonly [HeightField, HeightField])[] = [
  ['heightMinCm', 'heightMaxCm'],
  ['heightMinCm', 'heightMinUnaccompaniedCm'],
];

/**
 * Problems by field with the heights that would apply after `touched` fields are set or cleared by hand. Contradictions
 * that come from the source alone are ignored, so that they do not block a change of other fields.
 */
export function contradictoryHeights(
  heights: Heights,
  overrides: Overrides,
  touched: readonly string[],
): Record<string, string[]> {
  const problems: Record<string, string[]> = {};
  for (const [lower, upper] of ORDERED) {
    const pair = [lower, upper];
    if (!pair.some((field) => touched.includes(field)) || !pair.some((field) => field in overrides)) continue;
    const [least, most] = [heights[lower], heights[upper]];
    if (least === null || most === null || least <= most) continue;
    const field = touched.includes(lower) ? lower : upper;
    const text = `${lower} of ${least} cm would exceed ${upper} of ${most} cm`;
    problems[field] = [...(problems[field] ?? []), text];
  }
  return problems;
}

/** Values set by hand. They take precedence over every source until they are cleared. */
@Injectable()
export class OverrideService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly canonicalGroups: CanonicalGroups,
    private readonly identities: SyncableRideRepository,
    private readonly repository: MetadataRepository,
    private readonly writer: MetadataWriter,
    private readonly curated: CuratedIndex,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets and clears values of the ride that `requestedRideId` counts as. @returns the id of that ride
   * @throws RideNotFoundError, ValidationFailedError
   */
  async set(requestedRideId: number, body: MetadataOverrideBody): Promise<number> {
    const cleared = body.clear ?? [];
    const given = OVERRIDABLE_FIELDS.filter((field) => body[field] !== undefined);
    checkFields(given, cleared);
    const { canonicalRideId: rideId } = await this.canonicalGroups.of(requestedRideId);
    const [ride] = await this.identities.find({ parkId: null, rideId });
    await this.transactions.run(async (manager) => {
      const setAt = this.clock.now();
      for (const field of given) {
        await this.repository.setOverride(manager, rideId, { field, value: body[field], setAt });
      }
      await this.repository.clearOverrides(manager, rideId, cleared);
      await this.writer.revise(manager, [ride!], (one, stored) => {
        const revision = overrideMetadata({ ...stored, identity: identityOf(one) }, cleared, this.curated);
        checkHeights(revision.next, stored.overrides, [...given, ...cleared]);
        return revision;
      });
    }, ONLY_AFTER_CONFLICTS);
    return rideId;
  }
}

/** Checks the resulting heights; the error rolls the transaction back. */
function checkHeights(heights: Heights, overrides: Overrides, touched: readonly OverridableField[]): void {
  const problems = contradictoryHeights(heights, overrides, touched);
  if (Object.keys(problems).length > 0) throw new ValidationFailedError(problems);
}

function checkFields(given: readonly OverridableField[], cleared: readonly OverridableField[]): void {
  if (given.length + cleared.length === 0) {
    throw new ValidationFailedError({ body: [`at least one of ${OVERRIDABLE_FIELDS.join(', ')}, clear is required`] });
  }
  const both = given.filter((field) => cleared.includes(field));
  if (both.length > 0)
    throw new ValidationFailedError({ clear: [`${both.join(', ')} cannot be both set and cleared`] });
}
