import type { EntityManager } from 'typeorm';
import { tableOf } from '../../../common/database/columns.js';
import { RideCurrent } from '../../snapshots/entities/observation.entity.js';

/** Whether there are any observations: a table of another module, of which one row is enough. */
export async function anyObservation(manager: EntityManager): Promise<boolean> {
  return (await manager.query<unknown[]>(`SELECT 1 FROM ${tableOf(RideCurrent)} LIMIT 1`)).length > 0;
}
