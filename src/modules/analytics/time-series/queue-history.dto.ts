import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ApiInstantField } from '../../../common/http/dto/api-fields.js';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { QueueStateView } from '../../snapshots/queue-view.dto.js';
import { ObservationOrigin, ObservationPage, ObservationPageQuery } from './history.dto.js';
import { WordField } from '../../../common/http/dto/request-fields.js';

const QUEUE_TYPE =
  'Only queues of this type. The standby wait is part of the observations (`/api/rides/{rideId}/history`): `STANDBY` ' +
  'appears here only if a source reported more about it than its wait';

export class QueuesQuery extends ObservationPageQuery {
  @WordField(QUEUE_TYPES, 'QueueType', { description: QUEUE_TYPE })
  queueType?: QueueType;
}

export class QueuePoint extends IntersectionType(QueueStateView, ObservationOrigin) {
  @ApiInstantField()
  recordedAt: Date;
}

export class RideQueues extends ObservationPage {
  @ApiProperty({ type: [QueuePoint], description: 'In time order' })
  data: QueuePoint[];
}
