import { ApiProperty } from '@nestjs/swagger';
import { DestinationAddressField } from '../../common/http/addresses/query-address.js';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiUuidField,
} from '../../common/http/dto/api-fields.js';
import { PageQuery } from '../../common/http/dto/page.js';
import { SearchText } from '../../common/http/dto/request-fields.js';
import { QUEUE_TYPES, type QueueType } from '../snapshots/observations.js';
import { DECISION_KINDS, type DecisionKind } from './decisions/decision.js';

export class ParksQuery extends PageQuery {
  @DestinationAddressField({ required: false, example: 3, description: 'Only parks of this destination' })
  destinationId?: number;

  @SearchText('Part of the name; case and accents do not matter')
  q?: string;
}

export const FIRST_SEEN = {
  nullable: true,
  description: 'First observation, or first listing in the catalogue; null: none yet',
} as const;
export const LAST_SEEN = {
  nullable: true,
  description:
    'Newest observation. Updated about once an hour and whenever a new entity appears, so it can be up to an hour behind ' +
    '`current` of a ride and `/api/parks/{parkId}/live`; null: none yet',
} as const;
const PARK_UUID = {
  nullable: true,
  description: 'UUID at ThemeParks.wiki; null for the placeholder park of rides that are not assigned to a park yet',
} as const;

const SLUG =
  'Readable address, which may replace the id in paths. It follows the source; former slugs redirect to it. Null: the ' +
  'source has reported none yet';

export class DestinationView {
  @ApiIdField({ example: 3 })
  destinationId: number;

  @ApiUuidField({ description: 'UUID at ThemeParks.wiki' })
  themeparksWikiId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiTextField({ nullable: true, example: 'universalorlando', description: SLUG })
  slug: string | null;

  @ApiCountField({ example: 4, description: 'Number of its parks, as `/api/parks` lists them' })
  parks: number;

  @ApiInstantField(FIRST_SEEN)
  firstSeenAt: Date | null;

  @ApiInstantField(LAST_SEEN)
  lastSeenAt: Date | null;
}

export class ParkView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiIdField({ example: 3 })
  destinationId: number;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  destinationName: string;

  @ApiUuidField(PARK_UUID)
  themeparksWikiId: string | null;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;

  @ApiTextField({ nullable: true, example: 'islandsofadventure', description: SLUG })
  slug: string | null;

  @ApiTextField({ nullable: true, example: 'America/New_York', description: 'IANA name; null: unknown' })
  timezone: string | null;

  @ApiNumberField({ nullable: true, example: 28.4716, description: 'Degrees north; null until metadata arrives' })
  latitude: number | null;

  @ApiNumberField({ nullable: true, example: -81.4708, description: 'Degrees east; null until metadata arrives' })
  longitude: number | null;

  @ApiBooleanField({
    nullable: true,
    example: true,
    description: 'Whether its feed currently reports DOWN; false: downtime is unknown; null: nothing observed yet',
  })
  reportsDown: boolean | null;

  @ApiDateField({
    nullable: true,
    example: '2024-05-01',
    description: 'First local day on which the feed reports DOWN; downtime before it is unknown. Null: it never does',
  })
  downReportedFrom: string | null;

  @ApiInstantField(FIRST_SEEN)
  firstSeenAt: Date | null;

  @ApiInstantField(LAST_SEEN)
  lastSeenAt: Date | null;
}

export class ParkCounts {
  @ApiCountField({
    example: 41,
    description: 'Rides, without those linked to another ride and without the entry of the park itself',
  })
  rides: number;

  @ApiCountField({ example: 2, description: 'Rides that are linked to another ride and count as that ride' })
  linkedRides: number;

  @ApiCountField({ example: 39, description: 'How many of the rides have ever been observed' })
  observedRides: number;
}

/** An active decision about a ride or a park, made by a person. */
export class DecisionInForceView {
  @ApiIdField({ example: 12 })
  decisionId: number;

  @ApiEnumField(DECISION_KINDS, 'DecisionKind', { example: 'EXCLUDED' })
  kind: DecisionKind;

  @ApiIdField({ nullable: true, example: 43, description: 'QUEUE_OF: the ride to which the queue belongs' })
  targetRideId: number | null;

  @ApiIdField({ nullable: true, example: 8, description: 'SAME_AS: the park that it counts as' })
  targetParkId: number | null;

  @ApiEnumField(QUEUE_TYPES, 'QueueType', { nullable: true, example: null })
  queueType: QueueType | null;

  @ApiTextField({ nullable: true, example: 'A restroom' })
  note: string | null;

  @ApiInstantField()
  decidedAt: Date;
}

export const DECISION = 'The active decision that excludes or merges it (`/api/admin/catalog/decisions`); null: none';

export class CatalogParkView extends ParkView {
  @ApiProperty({ type: ParkCounts })
  counts: ParkCounts;

  @ApiProperty({ type: DecisionInForceView, nullable: true, description: DECISION })
  decision: DecisionInForceView | null;
}
