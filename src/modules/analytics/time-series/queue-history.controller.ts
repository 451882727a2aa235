import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { RideAddress } from '../../../common/http/addresses/path-address.js';
import { PublicCache, PublicController } from '../../../common/http/public-controller.js';
import { QueuesQuery, RideQueues } from './queue-history.dto.js';
import { QueueHistoryService } from './queue-history.service.js';

@PublicController('rides', 'history')
@PublicCache(60)
export class QueueHistoryController {
  constructor(private readonly queues: QueueHistoryService) {}

  @Get(':rideId/queues')
  @ApiOperation({
    summary: 'History of the extended queues of a ride: prices, return windows, boarding groups',
    description:
      'Standby waits are part of the history of the ride; see `queueType`. If an entity was declared to be a queue of this ' +
      'ride (`/api/admin/catalog/decisions`), its waits are rows of that queue with the `rideId` of the entity.',
  })
  @ApiOkResponse({ type: RideQueues })
  @ApiErrors('RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofRide(@RideAddress() rideId: number, @Query() query: QueuesQuery): Promise<RideQueues> {
    return this.queues.ofRide(rideId, query);
  }
}
