import { ApiProperty } from '@nestjs/swagger';
import { PageInfo } from '../../../../common/http/dto/page.js';
import {
  ShownCount,
  ShownFlag,
  ShownId,
  ShownInstant,
  ShownNumber,
  ShownText,
  ShownWord,
} from '../../../../common/http/dto/shown-fields.js';
import { RESOLUTION_STATUSES, type ResolutionStatus } from '../../../findings/resolution/resolution-state.js';
import { DATA_SOURCES, type DataSource } from '../../../snapshots/observations.js';
import { GAP_REASONS, type GapReason } from '../../detection/gap-reason.js';

export class GapView {
  @ShownId()
  logId: number;

  @ShownWord(GAP_REASONS, 'GapType')
  type: GapReason;

  @ShownWord(DATA_SOURCES, 'DataSource')
  source: DataSource;

  @ApiProperty({ enum: ['DESTINATION', 'PARK', 'RIDE'], example: 'PARK' })
  entityType: 'DESTINATION' | 'PARK' | 'RIDE';

  @ShownId({ example: 7 })
  entityId: number;

  @ShownId({ nullable: true, example: 7, description: 'Null: of a whole destination' })
  parkId: number | null;

  @ShownText({ nullable: true, example: 'Magic Kingdom Park' })
  parkName: string | null;

  @ShownText({ nullable: true, example: 'Magic Kingdom Park', description: 'Of that destination, park or ride' })
  entityName: string | null;

  @ShownInstant()
  startsAt: Date;

  @ShownInstant({ description: 'Of a gap that goes on, when it was last looked at' })
  endsAt: Date;

  @ShownNumber({ example: 2.07, description: 'Without nights, where the opening hours are known' })
  hours: number;

  @ShownFlag({ description: 'Nothing has come since' })
  isOngoing: boolean;

  @ShownText({ example: 'Magic Kingdom Park: no LIVE data for 124 open minute(s)' })
  description: string;

  @ShownWord(RESOLUTION_STATUSES, 'ResolutionStatus')
  resolutionStatus: ResolutionStatus;

  @ShownText({ nullable: true, example: null })
  resolutionNotes: string | null;
}

export class GapsBySource {
  @ShownWord(DATA_SOURCES, 'DataSource')
  source: DataSource;

  @ShownCount({ example: 3 })
  count: number;

  @ShownNumber({ example: 6.2 })
  hours: number;
}

export class GapsByStatus {
  @ShownWord(RESOLUTION_STATUSES, 'ResolutionStatus')
  resolutionStatus: ResolutionStatus;

  @ShownCount({ example: 3 })
  count: number;

  @ShownNumber({ example: 6.2 })
  hours: number;
}

export class GapsSummary {
  @ApiProperty({ type: [GapsBySource] })
  bySource: GapsBySource[];

  @ApiProperty({ type: [GapsByStatus] })
  byStatus: GapsByStatus[];
}

export class GapList {
  @ApiProperty({ type: [GapView], description: 'Newest first' })
  data: GapView[];

  @ApiProperty({ type: PageInfo })
  page: PageInfo;

  @ApiProperty({ type: GapsSummary, description: 'Of all gaps that were asked for, not of the page' })
  summary: GapsSummary;
}
