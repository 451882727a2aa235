import { performance } from 'node:perf_hooks';
import { isNativeError } from 'node:util/types';
import type { PoolConnection } from 'mysql2';
import { isOutOfService } from './dialect/error-codes.js';
import { withStatementRetry } from './retry.js';

/** SERVER_STATUS_IN_TRANS of the protocol. */
const IN_TRANSACTION = 1;

/** Monotonic: a clock that is set must not lengthen or end the retries. */
const nowMs = (): number => performance.now();

/** Whether the server has reported an open transaction, for each connection of a pool of the program. */
const transactions = new WeakMap<object, boolean>();

/** Whether the next statement of a connection of the program is a transaction of its own. */
export function isOutsideTransaction(connection: object): boolean {
  return transactions.get(connection) === false;
}

/**
 * Watches every statement of a connection, whoever sends it: TypeORM sends all its statements through `promise()`.
 * - Outside a transaction, a statement that loses a lock to another writer is retried. Statements of a transaction are left alone,
 *   because the server may have undone those before; TransactionService retries the whole transaction.
 * - If the server reports that it is out of service, the connection must not be used again: the pool opens another one, which a
 *   proxy or the list of hosts directs to a server that works.
 */
export function guardStatements(connection: PoolConnection, onOutOfService: (refusal: Error) => void): void {
  transactions.set(connection, false);
  const promised = connection.promise();
  const send = promised.query.bind(promised);
  const query = async (...statement: Parameters<typeof send>): Promise<unknown> => {
    const attempt = () => send(...statement);
    try {
      const result = await (isOutsideTransaction(connection) ? withStatementRetry(attempt, nowMs) : attempt());
      noteTransaction(connection, result[0]);
      return result;
    } catch (error) {
      if (isNativeError(error) && isOutOfService(error)) onOutOfService(error);
      throw error;
    }
  };
  Object.assign(promised, { query });
  Object.assign(connection, { promise: () => promised });
}

/** Results without rows have the status of the session after the statement. */
function noteTransaction(connection: object, header: object): void {
  if ('serverStatus' in header) transactions.set(connection, (Number(header.serverStatus) & IN_TRANSACTION) !== 0);
}
