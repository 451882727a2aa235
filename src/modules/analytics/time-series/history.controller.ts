import { Get, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { RideAddress } from '../../../common/http/addresses/path-address.js';
import { FinalPeriodCache, PublicController } from '../../../common/http/public-controller.js';
import { HistoryQuery, RideHistory } from './history.dto.js';
import { HistoryService } from './history.service.js';
import { RideRollupHistory } from './rollup-points.dto.js';

type History = RideHistory | RideRollupHistory;

@PublicController('rides', 'history')
@FinalPeriodCache<History>(({ isFinal }) => isFinal)
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get(':rideId/history')
  @ApiOperation({
    summary: 'History of a ride and the rides linked to it: stored observations, or metrics by local hour or day',
  })
  @ApiExtraModels(RideHistory, RideRollupHistory)
  @ApiOkResponse({
    description: '`interval` determines the schema',
    schema: { oneOf: [{ $ref: getSchemaPath(RideHistory) }, { $ref: getSchemaPath(RideRollupHistory) }] },
  })
  @ApiErrors('RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  ofRide(@RideAddress() rideId: number, @Query() query: HistoryQuery): Promise<History> {
    return this.history.ofRide(rideId, query);
  }
}
