import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PublicController } from '../../../common/http/controllers.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { InternalId } from '../../../common/http/dto/path-ids.js';
import { PublicCache } from '../../../common/http/public-cache.js';
import { QueuesQuery, RideQueues } from './queue-history.dto.js';
import { QueueHistoryService } from './queue-history.service.js';

@PublicController('rides', 'history')
@PublicCache(60)
export class QueueHistoryController {
  constructor(private readonly queues: QueueHistoryService) {}

  @Get(':rideId/queues')
  @ApiOperation({
    summary: 'The extended queues of a ride over time: prices, return windows, boarding groups',
    description:
      'Standby waits are in the history of the ride; see `queueType`. Waits of an entity that was declared to be a queue of ' +
      'this ride (`/api/admin/catalog/decisions`) are rows of that queue, under the `rideId` of the entity.',
  })
  @ApiOkResponse({ type: RideQueues })
  @ApiErrors('RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofRide(@InternalId('rideId') rideId: number, @Query() query: QueuesQuery): Promise<RideQueues> {
    return this.queues.ofRide(rideId, query);
  }
}
