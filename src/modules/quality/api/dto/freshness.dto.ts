import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
  ApiEnumField,
} from '../../../../common/http/dto/shown-fields.js';
import { FRESHNESS_WORDS, type FreshnessWord } from '../../../live/freshness/freshness.js';

export class ParkFreshnessView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Magic Kingdom Park' })
  name: string;

  @ApiInstantField({ nullable: true, description: 'When one of its rides was last observed live; null: never' })
  lastSnapshotAt: Date | null;

  @ApiCountField({ nullable: true, example: 3 })
  minutesSince: number | null;

  @ApiEnumField(FRESHNESS_WORDS, 'Freshness', {
    description: 'FRESH below 15 minutes, NORMAL up to 30, then STALE; a park that is closed now is CLOSED',
  })
  freshness: FreshnessWord;
}

export class ParkFreshnessList {
  @ApiProperty({ type: [ParkFreshnessView], description: 'Active parks, by name' })
  data: ParkFreshnessView[];
}
