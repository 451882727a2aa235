import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { chunksOf, groupBy } from '../../common/collections.js';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { ROOT } from './read-shape.js';
import { ResponseShapeRow } from './response-shape.entity.js';
import type { ShapeCount } from './shape-sampler.js';

const ROWS_PER_STATEMENT = 500;
/** Real responses have some hundred; a feed with generated keys must not fill the table. */
const MAX_ROWS = 20_000;
const TABLE = tableOf(ResponseShapeRow);
const column = columnsOf(ResponseShapeRow);
const INSERTED = [
  'endpoint',
  'place',
  'kind',
  'name',
  'isKnown',
  'occurrences',
  'firstSeenAt',
  'lastSeenAt',
] as const satisfies readonly (keyof ResponseShapeRow)[];

/** Rows of response_shapes: one for each thing ever received, updated in place. */
@Injectable()
export class ResponseShapeRepository {
  constructor(@InjectRepository(ResponseShapeRow) private readonly shapes: Repository<ResponseShapeRow>) {}

  async findAll(): Promise<ResponseShapeRow[]> {
    return this.shapes.find({ order: { endpoint: 'ASC', place: 'ASC', kind: 'ASC', name: 'ASC' } });
  }

  /** First counts the objects for every stored key of their place, then sets what was received back to 0. */
  async add(manager: EntityManager, counts: readonly ShapeCount[], at: Date): Promise<void> {
    for (const { endpoint, place, count } of counts.filter(({ kind }) => kind === 'OBJECT')) {
      await this.countObjects(manager, [count, endpoint, 'KEY'], place);
      if (place === ROOT) await this.countObjects(manager, [count, endpoint, 'WORD'], null);
    }
    const isFull = (await manager.withRepository(this.shapes).count()) >= MAX_ROWS;
    const stored = isFull ? counts.filter(({ isKnown }) => isKnown) : counts;
    for (const [, same] of groupBy(stored, ({ endpoint }) => endpoint)) {
      for (const chunk of chunksOf(same, ROWS_PER_STATEMENT)) await this.upsert(manager, chunk, at);
    }
  }

  private async countObjects(
    manager: EntityManager,
    values: readonly [objects: number, endpoint: string, kind: string],
    place: string | null,
  ): Promise<void> {
    await manager.query(
      `UPDATE ${TABLE} SET ${column.objectsSinceSeen} = ${column.objectsSinceSeen} + ?
        WHERE ${column.endpoint} = ? AND ${column.kind} = ? ${place === null ? '' : `AND ${column.place} = ?`}`,
      place === null ? [...values] : [...values, place],
    );
  }

  private async upsert(manager: EntityManager, counts: readonly ShapeCount[], at: Date): Promise<void> {
    const rows = counts.map(({ endpoint, place, kind, name, isKnown, count }) => [
      ...[endpoint, place, kind, name, isKnown, count],
      ...[at, at],
    ]);
    await manager.query(
      `INSERT INTO ${TABLE} (${INSERTED.map((property) => column[property]).join(', ')}) VALUES ?
       ON DUPLICATE KEY UPDATE ${column.occurrences} = ${column.occurrences} + VALUES(${column.occurrences}),
              ${column.objectsSinceSeen} = 0, ${column.isKnown} = VALUES(${column.isKnown}),
              ${column.lastSeenAt} = VALUES(${column.lastSeenAt})`,
      [rows],
    );
  }
}
