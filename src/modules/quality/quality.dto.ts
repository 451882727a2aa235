import { ApiProperty } from '@nestjs/swagger';
import { InternalIdField, LocalDate, WordField } from '../../common/http/dto/request-fields.js';
import {
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { ISSUE_TYPES, type IssueType } from '../findings/finding.js';
import { FRESHNESS_LEVELS, type Freshness } from '../live/freshness/freshness.js';
import {
  HEALTH_RULES,
  HEALTH_LEVELS,
  type HealthRule,
  type HealthLevel,
  QUALITY_PERIODS,
  type QualityPeriod,
} from './health-rules.js';

export class StartCheckBody {
  @InternalIdField({ required: false, example: 7, description: 'Checks only this park; default: all active parks' })
  parkId?: number;

  @LocalDate({ required: false, description: 'First UTC day; default: QUALITY_CHECK_HOURS before the end' })
  startDate?: string;

  @LocalDate({ required: false, example: '2024-12-31', description: 'Last UTC day, included; default: now' })
  endDate?: string;
}

export class StartedCheckView {
  @ApiInstantField()
  from: Date;

  @ApiInstantField()
  to: Date;
}

export class ParkFreshnessView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Magic Kingdom Park' })
  name: string;

  @ApiInstantField({ nullable: true, description: 'Newest live observation of any of its rides; null: never observed' })
  lastSnapshotAt: Date | null;

  @ApiCountField({ nullable: true, example: 3 })
  minutesSince: number | null;

  @ApiEnumField(FRESHNESS_LEVELS, 'Freshness', {
    description:
      'FRESH: less than 15 minutes old; NORMAL: up to 30 minutes; STALE: older; CLOSED: the park is closed now',
  })
  freshness: Freshness;
}

export class ParkFreshnessList {
  @ApiProperty({ type: [ParkFreshnessView], description: 'Active parks, by name' })
  data: ParkFreshnessView[];
}

export class SummaryQuery {
  @WordField(QUALITY_PERIODS, 'QualityPeriod', { default: 'last_24h' })
  period: QualityPeriod = 'last_24h';
}

export class HealthReasonView {
  @ApiEnumField(HEALTH_RULES, 'QualityHealthRule')
  rule: HealthRule;

  @ApiProperty({ enum: ['DEGRADED', 'CRITICAL'], example: 'CRITICAL' })
  severity: 'DEGRADED' | 'CRITICAL';

  @ApiTextField({ example: 'Nothing was observed live for 75 minutes (more than 60)' })
  message: string;
}

export class CollectionUptimeView {
  @ApiNumberField({
    nullable: true,
    example: 99.3,
    description: 'Null: live data was collected for less than six hours of the period',
  })
  uptimePercent: number | null;

  @ApiCountField({ example: 288, description: 'Finished collection cycles' })
  runs: number;

  @ApiCountField({ example: 28800, description: 'Requests for the live data of a destination, in all cycles' })
  polls: number;

  @ApiCountField({ example: 12 })
  failedPolls: number;

  @ApiInstantField({ nullable: true })
  lastObservedAt: Date | null;
}

export class FreshnessCounts {
  @ApiCountField({ example: 80, description: 'Open parks with data from the last 15 minutes' })
  fresh: number;

  @ApiCountField({ example: 2, description: 'Open parks whose newest data is 15 to 30 minutes old' })
  normal: number;

  @ApiCountField({ example: 0, description: 'Open parks whose newest data is more than 30 minutes old' })
  stale: number;

  @ApiCountField({ example: 60, description: 'Parks that are closed now' })
  closed: number;
}

export class IssueTypeCount {
  @ApiEnumField(ISSUE_TYPES, 'IssueType')
  issueType: IssueType;

  @ApiCountField({ example: 4 })
  count: number;
}

export class OpenIssuesView {
  @ApiCountField({ example: 4, description: 'Unresolved issues that were found within the period' })
  total: number;

  @ApiProperty({ type: [IssueTypeCount] })
  byType: IssueTypeCount[];
}

export class OpenGapsView {
  @ApiCountField({ example: 1, description: 'Unresolved gaps that overlap the period' })
  count: number;

  @ApiNumberField({ example: 2.5 })
  hours: number;
}

export class SourceCountsView {
  @ApiCountField({ example: 210000, description: 'Stored live observations: one row for each change' })
  LIVE: number;

  @ApiCountField({ example: 0 })
  ARCHIVE: number;

  @ApiCountField({ example: 0, description: 'Stored changes of the History API' })
  HISTORY_API: number;
}

export class ObservationCountsView {
  @ApiProperty({ type: SourceCountsView })
  last_24h: SourceCountsView;

  @ApiProperty({ type: SourceCountsView })
  last_7d: SourceCountsView;

  @ApiProperty({ type: SourceCountsView })
  last_30d: SourceCountsView;
}

export class QualitySummary {
  @ApiEnumField(QUALITY_PERIODS, 'QualityPeriod')
  period: QualityPeriod;

  @ApiInstantField()
  from: Date;

  @ApiInstantField()
  to: Date;

  @ApiEnumField(HEALTH_LEVELS, 'QualityHealth', { description: 'The worst of the reasons' })
  health: HealthLevel;

  @ApiProperty({ type: [HealthReasonView], description: 'The rules that the data violates; empty when HEALTHY' })
  reasons: HealthReasonView[];

  @ApiProperty({ type: CollectionUptimeView })
  collection: CollectionUptimeView;

  @ApiProperty({ type: FreshnessCounts, description: 'At the time of the request' })
  freshness: FreshnessCounts;

  @ApiProperty({ type: OpenIssuesView })
  openIssues: OpenIssuesView;

  @ApiProperty({ type: OpenGapsView })
  openGaps: OpenGapsView;

  @ApiProperty({
    type: ObservationCountsView,
    description: 'Observations in these periods; counted at most five minutes ago',
  })
  observations: ObservationCountsView;
}
