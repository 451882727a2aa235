import { ApiProperty } from '@nestjs/swagger';
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
import { InternalIdField, SearchText } from '../../common/http/dto/request-fields.js';
import { QUEUE_TYPES, type QueueType } from '../snapshots/observations.js';
import { DECISION_KINDS, type DecisionKind } from './decisions/decision.js';

export class ParksQuery extends PageQuery {
  @InternalIdField({ required: false, example: 3, description: 'Only parks of this destination' })
  destinationId?: number;

  @SearchText('Part of the name; case and accents do not matter')
  q?: string;
}

export const FIRST_SEEN = {
  nullable: true,
  description: 'Oldest sight: observation, or listing in the catalogue; null: none yet',
} as const;
export const LAST_SEEN = {
  nullable: true,
  description:
    'Newest observation, brought up to date about once an hour and whenever something new appears: up to an hour behind ' +
    '`current` of a ride and `/api/parks/{parkId}/live`; null: none yet',
} as const;
const PARK_UUID = {
  nullable: true,
  description: 'UUID at ThemeParks.wiki; null for the place in which rides wait whose park nobody has named',
} as const;

export class DestinationView {
  @ApiIdField({ example: 3 })
  destinationId: number;

  @ApiUuidField({ description: 'UUID at ThemeParks.wiki' })
  themeparksWikiId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiTextField({ nullable: true, example: 'universalorlando', description: 'Null until metadata arrives' })
  slug: string | null;

  @ApiCountField({ example: 4, description: 'Parks of it, as `/api/parks` lists them' })
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

  @ApiUuidField(PARK_UUID)
  themeparksWikiId: string | null;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;

  @ApiTextField({ nullable: true, example: 'islandsofadventure' })
  slug: string | null;

  @ApiTextField({ nullable: true, example: 'America/New_York', description: 'IANA name; null: not known yet' })
  timezone: string | null;

  @ApiNumberField({ nullable: true, example: 28.4716, description: 'Degrees north; null until metadata arrives' })
  latitude: number | null;

  @ApiNumberField({ nullable: true, example: -81.4708, description: 'Degrees east; null until metadata arrives' })
  longitude: number | null;

  @ApiBooleanField({
    nullable: true,
    example: true,
    description: 'Whether its feed reports DOWN today; false: downtime is not known; null: nothing observed yet',
  })
  reportsDown: boolean | null;

  @ApiDateField({
    nullable: true,
    example: '2024-05-01',
    description: 'First local day from which on it does; downtime of days before is not known. Null: it does not',
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
    description: 'Rides, those left out that are linked to another one, and the entry of the park itself',
  })
  rides: number;

  @ApiCountField({ example: 2, description: 'Rides that are linked to another one, and so are counted as that one' })
  linkedRides: number;

  @ApiCountField({ example: 39, description: 'Of the rides: how many have ever been observed' })
  observedRides: number;
}

/** What people have decided about a ride or a park. */
export class DecisionInForceView {
  @ApiIdField({ example: 12 })
  decisionId: number;

  @ApiEnumField(DECISION_KINDS, 'DecisionKind', { example: 'EXCLUDED' })
  kind: DecisionKind;

  @ApiIdField({ nullable: true, example: 43, description: 'Of QUEUE_OF: the ride that it is a queue of' })
  targetRideId: number | null;

  @ApiIdField({ nullable: true, example: 8, description: 'Of SAME_AS: the park that it is' })
  targetParkId: number | null;

  @ApiEnumField(QUEUE_TYPES, 'QueueType', { nullable: true, example: null })
  queueType: QueueType | null;

  @ApiTextField({ nullable: true, example: 'A restroom' })
  note: string | null;

  @ApiInstantField()
  decidedAt: Date;
}

export const DECISION =
  'What leaves it out of statistics and lists: a decision of a person (`/api/admin/catalog/decisions`); null: nothing';

export class ParkDetailView extends ParkView {
  @ApiTextField({ example: 'Universal Orlando Resort' })
  destinationName: string;

  @ApiProperty({ type: ParkCounts })
  counts: ParkCounts;

  @ApiProperty({ type: DecisionInForceView, nullable: true, description: DECISION })
  decision: DecisionInForceView | null;
}
