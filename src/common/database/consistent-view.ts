import type { DataSource, QueryRunner } from 'typeorm';

const SAVEPOINT = 'before_read';

type QueryView = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

/**
 * A consistent view of the database at one instant, over any number of statements and concurrent writes.
 *
 * Between statements it holds no metadata lock. Without the rollback to the savepoint, the transaction would keep its
 * metadata locks to the end: no partition could be added until the slowest client has its file, and all other statements
 * would queue behind that change. See docs/decisions.
 */
export class ConsistentView {
  private isOpen = true;

  private constructor(private readonly runner: QueryRunner) {}

  static async open(dataSource: DataSource): Promise<ConsistentView> {
    const runner = dataSource.createQueryRunner();
    const view = new ConsistentView(runner);
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
    const result = await read(async (sql, values) => (await this.runner.query(sql, values)) as never[]);
    if (!this.isOpen) throw new Error('The view was closed while it was read');
    await this.runner.query(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
    return result;
  }

  /** Releases the connection; may be called repeatedly. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    try {
      await this.runner.query('ROLLBACK');
    } finally {
      // a connection that cannot even roll back is dead, which its pool detects
      await this.runner.release();
    }
  }
}
