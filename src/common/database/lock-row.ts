import type { EntityManager, ObjectType } from 'typeorm';
import { columnsOf, tableOf } from './columns.js';

/** An entity whose rows are locked by transactions that write other rows. */
export interface Lockable {
  lockVersion: number;
}

/**
 * Locks the row with this key until the end of the transaction, and changes it: a cluster whose nodes take writes side by side
 * sees no locks, but lets only one of two transactions that change the same row commit. False: there is no such row.
 */
export async function lockRow<Row extends Lockable>(
  manager: EntityManager,
  entity: ObjectType<Row>,
  key: Partial<Row>,
): Promise<boolean> {
  const column = columnsOf(entity);
  const conditions = Object.keys(key).map((property) => `${column[property as keyof Row]} = ?`);
  const { affectedRows } = await manager.query<{ affectedRows: number }>(
    `UPDATE ${tableOf(entity)} SET ${column.lockVersion} = ${column.lockVersion} + 1 WHERE ${conditions.join(' AND ')}`,
    Object.values(key),
  );
  return affectedRows === 1;
}
