import { ApiProperty } from '@nestjs/swagger';
import {
  ShownCount,
  ShownDay,
  ShownFlag,
  ShownImportId,
  ShownText,
  ShownWord,
} from '../../../common/http/dto/shown-fields.js';
import { MATCH_METHODS, type MatchMethod } from '../../catalog/id-matching/match-types.js';
import { ISSUE_TYPES, type IssueType } from '../../findings/finding.js';
import { PARSE_REASONS, type ParseReason } from '../../snapshots/reading/parse-reasons.js';
import { IMPORT_STATUSES, type ImportStatus } from '../import-state.js';

const EXAMPLE_FILE = '89db5d43-c434-4097-b71f-f6869f495a22/2024/12/25.json.gz';

export class QualityRecordsView {
  @ShownCount({ example: 336488, description: 'Events read: valid + invalid' })
  total: number;

  @ShownCount({ example: 336483, description: 'Stored, or there already' })
  valid: number;

  @ShownCount({ example: 0, description: 'Rejected; `issues` says why' })
  invalid: number;

  @ShownCount({ example: 5, description: 'Of the valid ones: there already, or said twice' })
  duplicate: number;

  @ShownCount({ example: 0, description: 'Stored, but of rides whose park nobody has named yet; in its range of days' })
  unmapped: number;
}

export class QualityGapView {
  @ShownDay({ example: '2024-12-26' })
  firstDay: string;

  @ShownDay({ example: '2024-12-27' })
  lastDay: string;

  @ShownCount({ example: 2 })
  days: number;
}

export class QualitySampleView {
  @ShownText({ example: EXAMPLE_FILE })
  file: string;

  @ShownCount({ example: 17, description: 'Index of the event in the file, from 0' })
  index: number;

  @ShownText({ example: 'data.queue.STANDBY.waitTime' })
  field: string;

  @ShownText({ example: '"abc"', description: 'What stood there, as JSON, cut to 200 characters' })
  value: string;
}

export class QualityReasonView {
  @ShownWord(PARSE_REASONS, 'ImportIssueReason', { example: 'INVALID_WAIT_TIME' })
  reason: ParseReason;

  @ShownFlag({
    example: false,
    description:
      'Whether the events were rejected for it; else they were kept, or superseded by another event of the same instant (DUPLICATE)',
  })
  rejected: boolean;

  @ShownCount({ example: 3, description: 'Findings; one event may have several' })
  count: number;

  @ShownCount({ example: 2, description: 'Files with such findings' })
  files: number;

  @ApiProperty({ type: [QualitySampleView], description: 'The first ones' })
  samples: QualitySampleView[];
}

export class QualityIssuesView {
  @ShownWord(ISSUE_TYPES, 'IssueType', { example: 'INVALID' })
  type: IssueType;

  @ShownCount({ example: 3 })
  count: number;

  @ApiProperty({ type: [QualityReasonView] })
  reasons: QualityReasonView[];
}

export class QualityDefectView {
  @ShownText({ example: EXAMPLE_FILE })
  file: string;

  @ShownDay()
  day: string;

  @ShownText({ example: 'TRUNCATED', description: 'A stable word: what is wrong' })
  reason: string;

  @ShownText({ example: 'The file ends in the middle of its compressed stream' })
  detail: string;
}

export class QualityMappingView {
  @ShownWord(MATCH_METHODS, 'MatchMethod', { example: 'CREATED' })
  method: MatchMethod;

  @ShownText({ example: 'NO_CANDIDATE', description: 'A stable word: why' })
  reason: string;

  @ShownCount({ example: 14, description: 'UUIDs that this import decided on so' })
  count: number;

  @ShownCount({ example: 0, description: 'Of these: taken back or replaced by a person since' })
  undone: number;
}

/** How good the data of an import was. */
export class ImportQualityReport {
  @ShownImportId()
  importId: string;

  @ShownWord(IMPORT_STATUSES, 'ImportStatus', { description: 'Until it is COMPLETED the report is of a part' })
  status: ImportStatus;

  @ApiProperty({ type: QualityRecordsView })
  records: QualityRecordsView;

  @ApiProperty({ type: [QualityGapView], description: 'UTC days of its range for which the archive has no file' })
  gaps: QualityGapView[];

  @ApiProperty({ type: [QualityIssuesView], description: 'What was wrong with events' })
  issues: QualityIssuesView[];

  @ApiProperty({ type: [QualityDefectView], description: 'Files that could not be read at all' })
  fileDefects: QualityDefectView[];

  @ApiProperty({ type: [QualityMappingView], description: 'How UUIDs that were new to it found their ride' })
  mappings: QualityMappingView[];
}
