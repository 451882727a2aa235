import { ApiCountField, ApiInstantField, ApiTextField, ApiEnumField } from '../../common/http/dto/api-fields.js';
import {
  BOARDING_GROUP_STATUSES,
  type BoardingGroupStatus,
  QUEUE_TYPES,
  type QueueType,
  RETURN_STATES,
  type ReturnState,
} from './observations.js';

/** The reported state of a queue. Null means not reported. */
export class QueueStateView {
  @ApiEnumField(QUEUE_TYPES, 'QueueType')
  queueType: QueueType;

  @ApiCountField({ nullable: true, example: 15, description: 'Minutes. Null: no wait was posted' })
  waitMinutes: number | null;

  @ApiEnumField(RETURN_STATES, 'ReturnState', { nullable: true, description: 'Only for return times' })
  state: ReturnState | null;

  @ApiInstantField({ nullable: true, description: 'Start of the offered return window' })
  returnStart: Date | null;

  @ApiInstantField({ nullable: true, description: 'End of the offered return window' })
  returnEnd: Date | null;

  @ApiCountField({
    nullable: true,
    example: 1500,
    description: 'Price in minor units of `priceCurrency`: 1500 USD is $15.00. 0 is free. Null: not published',
  })
  priceMinor: number | null;

  @ApiTextField({ nullable: true, example: 'USD', description: 'ISO 4217' })
  priceCurrency: string | null;

  @ApiEnumField(BOARDING_GROUP_STATUSES, 'BoardingGroupStatus', {
    nullable: true,
    description: 'Only for boarding groups',
  })
  boardingGroupStatus: BoardingGroupStatus | null;

  @ApiCountField({ nullable: true, example: 61, description: 'First group that may board' })
  groupStart: number | null;

  @ApiCountField({ nullable: true, example: 75, description: 'Last group that may board' })
  groupEnd: number | null;

  @ApiInstantField({ nullable: true, description: 'When groups are allocated next' })
  nextAllocationAt: Date | null;

  @ApiCountField({ nullable: true, example: 180, description: 'Estimated wait of the next group, in minutes' })
  estimatedWaitMinutes: number | null;
}
