import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { Destination } from '../catalog/entities/park.entity.js';
import { sqlInstant } from '../../common/database/sql-helpers.js';
import { CollectionRunDestination } from './collection-run.entity.js';

/** Live responses of one destination that are stored with a time in the future. */
export interface ResponsesAhead extends Pick<Destination, 'destinationId' | 'name'> {
  newestAt: Date;
}

const destination = columnsOf(Destination, 'd');
const poll = columnsOf(CollectionRunDestination);

/** SQL that finds live responses with instants ahead of the clock. */
@Injectable()
export class ClockWatchRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Sorted by name. Cheap at any size: the newest response of a destination is the end of its part of an index. */
  async find(horizonMs: number): Promise<ResponsesAhead[]> {
    return this.dataSource.query<ResponsesAhead[]>(
      `SELECT ${selectList(Destination, ['destinationId', 'name'], 'd')}, n.newest AS newestAt
         FROM (SELECT ${poll.destinationId} AS destination_id, MAX(${poll.observedAt}) AS newest
                 FROM ${tableOf(CollectionRunDestination)} GROUP BY ${poll.destinationId}) n
         JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = n.destination_id
        WHERE n.newest > ? ORDER BY ${destination.name}, n.destination_id`,
      [sqlInstant(horizonMs)],
    );
  }
}
