import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiEnumField,
} from '../../../common/http/dto/api-fields.js';
import {
  STORAGE_ALERT_SEVERITIES,
  STORAGE_ALERT_TYPES,
  type StorageAlertSeverity,
  type StorageAlertType,
} from '../storage-alert-rules.js';

export class StorageAlertView {
  @ApiCountField({ example: 7 })
  alertId: number;

  @ApiEnumField(STORAGE_ALERT_TYPES, 'StorageAlertType')
  type: StorageAlertType;

  @ApiEnumField(STORAGE_ALERT_SEVERITIES, 'StorageAlertSeverity')
  severity: StorageAlertSeverity;

  @ApiTextField({ nullable: true, example: 'queue_data', description: 'Null for the warehouse as a whole' })
  table: string | null;

  @ApiNumberField({ example: 62.4, description: 'As last measured; of a cleared alert, the value that cleared it' })
  value: number;

  @ApiNumberField({ example: 60, description: 'The threshold that was crossed' })
  threshold: number;

  @ApiInstantField()
  since: Date;

  @ApiInstantField()
  updatedAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null while it is active' })
  clearedAt: Date | null;

  @ApiTextField({ nullable: true, example: '62.4 % of the capacity is in use: 62.4 GB of 100 GB' })
  note: string | null;

  @ApiInstantField({
    nullable: true,
    description: 'When a person took it over; null: nobody has, or its severity has changed since',
  })
  acknowledgedAt: Date | null;

  @ApiTextField({ nullable: true, example: 'J. Doe', description: 'Name of the key of that person' })
  acknowledgedBy: string | null;
}

export class ThresholdsView {
  @ApiNumberField({ example: 60 })
  warning: number;

  @ApiNumberField({ example: 80 })
  critical: number;
}

export class StorageThresholdsView {
  @ApiProperty({ type: ThresholdsView })
  capacityPercent: ThresholdsView;

  @ApiProperty({ type: ThresholdsView })
  growthChangePercent: ThresholdsView;

  @ApiProperty({ type: ThresholdsView, description: 'Per table; rises with the number of months that are kept' })
  partitions: ThresholdsView;

  @ApiProperty({ type: ThresholdsView, description: 'Lower values are worse' })
  daysUntilFull: ThresholdsView;

  @ApiProperty({ type: ThresholdsView })
  catchAllRows: ThresholdsView;
}

export class StorageAlertsView {
  @ApiProperty({ type: [StorageAlertView], description: 'Critical ones first, then the oldest' })
  active: StorageAlertView[];

  @ApiProperty({ type: [StorageAlertView], description: 'The newest fifty cleared alerts' })
  cleared: StorageAlertView[];

  @ApiProperty({ type: StorageThresholdsView })
  thresholds: StorageThresholdsView;
}
