import type { DataSource, QueryRunner } from 'typeorm';
import { isLostLock, serverErrnoOf } from './database-errors.js';
import { TABLE_DEFINITION_CHANGED } from './dialect/error-codes.js';
import { type StreamingConnection, streamRows } from './row-stream.js';

const SAVEPOINT = 'before_read';

type QueryView = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

/**
 * A consistent view of the database at one instant, over any number of statements and concurrent writes.
 *
 * Between statements it holds no metadata lock. Without the rollback to the savepoint, the transaction would keep its
 * metadata locks to the end: no partition could be added until the slowest client has its file, and all other statements
 * would queue behind that change. See docs/decisions/0008-an-export-reads-one-snapshot.md.
 */
export class ConsistentView {
  private isOpen = true;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly outdated: (cause: unknown) => Error,
  ) {}

  /** @param outdated the error of a read whose table or partition was rebuilt after the view was opened, or whose view the server ended */
  static async open(dataSource: DataSource, outdated: (cause: unknown) => Error): Promise<ConsistentView> {
    const runner = dataSource.createQueryRunner();
    const view = new ConsistentView(runner, outdated);
    try {
      // sessions are READ COMMITTED; this applies to the next transaction only
      await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
      await runner.query(`SAVEPOINT ${SAVEPOINT}`);
      return view;
    } catch (error) {
      await view.close();
      throw error;
    }
  }

  query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    return this.holdingLocks((query) => query<Row>(sql, values));
  }

  /** Several statements, between which no table that they read can be changed. */
  async holdingLocks<T>(read: (query: QueryView) => Promise<T>): Promise<T> {
    const result = await this.reading(() =>
      read(async (sql, values) => (await this.runner.query(sql, values)) as never[]),
    );
    if (!this.isOpen) throw new Error('The view was closed while it was read');
    await this.runner.query(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
    return result;
  }

  /** A statement that keeps its locks until the view is closed: for views of a few seconds. */
  async read<Row>(sql: string): Promise<Row[]> {
    return this.reading(async () => (await this.runner.query(sql)) as Row[]);
  }

  /**
   * Streams rows as arrays, in the order of the columns. While a promise of `take` is pending, nothing is read. Keeps its locks
   * until the view is closed.
   */
  async stream(sql: string, take: (row: readonly unknown[]) => Promise<void> | null): Promise<void> {
    const connection = (await this.runner.connect()) as StreamingConnection;
    let failure: { error: unknown } | null = null;
    const fail = (error: unknown): void => {
      failure ??= { error };
    };
    const onRow = (row: readonly unknown[]): void => {
      // after a failure, the remaining rows of the statement are passed over
      if (failure !== null) return;
      try {
        const pending = take(row);
        if (pending === null) return;
        connection.pause();
        void pending.catch(fail).finally(() => connection.resume());
      } catch (error) {
        fail(error);
      }
    };
    const streamed = async (): Promise<void> => {
      try {
        await streamRows(connection, sql, onRow);
      } catch (error) {
        // when a lost connection resumes, it passes on the rows that it had received
        fail(error);
        throw error;
      }
    };
    await this.reading(streamed);
    if (failure !== null) throw (failure as { error: unknown }).error;
  }

  private async reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const isOutdated = serverErrnoOf(error) === TABLE_DEFINITION_CHANGED;
      // A cluster ends every transaction that has read a table when its structure changes, even if it holds no lock any more
      // (findings/galera-partition-change-ends-readers.sh).
      throw isOutdated || isLostLock(error) ? this.outdated(error) : error;
    }
  }

  /** Releases the connection; may be called repeatedly. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await this.runner.query('ROLLBACK').catch(() => this.disconnect());
    await this.runner.release();
  }

  /** The server ends the transaction with its connection, which must not go back to the pool with it. */
  private async disconnect(): Promise<void> {
    const connection = (await this.runner.connect().catch(() => null)) as { destroy(): void } | null;
    connection?.destroy();
  }
}
