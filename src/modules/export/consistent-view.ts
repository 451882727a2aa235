import type { DataSource, QueryRunner } from 'typeorm';

const SAVEPOINT = 'before_read';

/**
 * The database as it was at one instant, over as many statements as it takes, whatever others write meanwhile.
 *
 * Between the statements no table is locked: without the way back to the savepoint, the transaction would keep its
 * metadata locks to the end, a partition could not be added until the slowest client has its file, and everybody else
 * would wait behind that. See docs/decisions.
 */
export class ConsistentView {
  private isOpen = true;

  private constructor(private readonly runner: QueryRunner) {}

  static async open(dataSource: DataSource): Promise<ConsistentView> {
    const runner = dataSource.createQueryRunner();
    const view = new ConsistentView(runner);
    try {
      // sessions are READ COMMITTED; this holds for the next transaction only
      await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
      await runner.query(`SAVEPOINT ${SAVEPOINT}`);
      return view;
    } catch (error) {
      await view.close();
      throw error;
    }
  }

  async query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    const rows = (await this.runner.query(sql, values)) as Row[];
    if (!this.isOpen) throw new Error('The view was closed while it was read');
    await this.runner.query(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
    return rows;
  }

  /** Gives the connection back; may be called again. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    try {
      await this.runner.query('ROLLBACK');
    } finally {
      // a connection that could not even roll back is dead, and its pool finds that out
      await this.runner.release();
    }
  }
}
