import { Logger } from '@nestjs/common';
import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import type { DataSource } from 'typeorm';
import { loadConfig } from '../../src/common/config/app-config.js';
import { withDatabaseRetry } from '../../src/common/database/retry.js';
import { Clock } from '../../src/common/time/clock.js';
import { PARTITIONED_TABLES, partitionTableSql } from '../../src/modules/snapshots/partitions/partition-plan.js';
import { PartitionRepository } from '../../src/modules/snapshots/partitions/partition.sql.js';
import { PartitionService } from '../../src/modules/snapshots/partitions/partition.service.js';
import { leaseServiceOf } from '../support/job-leases.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

const SNAPSHOTS = 'ride_status_snapshots';
const QUEUES = 'queue_data';

class MovingClock extends Clock {
  constructor(private at: Date) {
    super();
  }
  override now(): Date {
    return this.at;
  }
  moveTo(instant: string): void {
    this.at = new Date(instant);
  }
}

describe('partitions', () => {
  let open: OpenDatabase;
  let clock: MovingClock;
  let service: PartitionService;
  let warnings: string[];

  const serviceOf = (dataSource: DataSource, settings: Record<string, string> = {}) =>
    new PartitionService(
      new PartitionRepository(dataSource, dialectOf(dataSource)),
      leaseServiceOf(dataSource, clock),
      loadConfig({ ARCHIVE_FIRST_YEAR: '2024', PARTITION_MONTHS_AHEAD: '2', ...settings }),
      clock,
    );
  const query = <Row>(sql: string) => open.dataSource.query<Row[]>(sql);
  const partitionsOf = async (table: string): Promise<string[]> => {
    const rows = await query<{ name: string | null }>(
      `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '${table}' ORDER BY PARTITION_ORDINAL_POSITION`,
    );
    return rows.map(({ name }) => name).filter((name) => name !== null);
  };
  const monthsOf = async (table: string): Promise<string[]> => (await partitionsOf(table)).slice(1, -1);
  const insert = (...instants: string[]) =>
    query(
      `INSERT INTO ${SNAPSHOTS} (ride_id, recorded_at, data_source) VALUES
       ${instants.map((instant) => `(1, '${instant}', 'ARCHIVE')`).join(',')}`,
    );
  const rowsIn = async (partition: string): Promise<string[]> => {
    const rows = await query<{ at: string }>(
      `SELECT DATE_FORMAT(recorded_at, '%Y-%m-%d') AS at FROM ${SNAPSHOTS} PARTITION (${partition}) ORDER BY recorded_at`,
    );
    return rows.map(({ at }) => at);
  };
  /** Stores 20,000 snapshots of 40 rides. */
  const fill = () =>
    query(
      `INSERT INTO ${SNAPSHOTS} (ride_id, recorded_at, status, wait_time, data_source)
       SELECT 1 + seq.n DIV 500, TIMESTAMP('2024-02-01') + INTERVAL MOD(seq.n, 500) * 123456 MICROSECOND, 'OPERATING', MOD(seq.n, 90), 'ARCHIVE'
         FROM (SELECT a.n + 20 * b.n + 400 * c.n AS n FROM (${numbers(20)}) a, (${numbers(20)}) b, (${numbers(50)}) c) seq`,
    );
  const removeAll = async () => {
    for (const table of PARTITIONED_TABLES) {
      await query(`DELETE FROM ${table}`);
      if ((await partitionsOf(table)).length > 0) await query(`ALTER TABLE ${table} REMOVE PARTITIONING`);
    }
  };

  beforeAll(async () => {
    open = await openMigratedDatabase('partitions');
    await removeAll();
    const quiet = (): void => undefined;
    Logger.overrideLogger({ log: quiet, error: quiet, warn: (line: unknown) => void warnings.push(String(line)) });
  });
  afterAll(async () => {
    Logger.overrideLogger(true);
    await open.close();
  });

  // Few months, because each one needs files on disk.
  beforeEach(async () => {
    warnings = [];
    clock = new MovingClock(new Date('2024-03-31T23:59:59.999Z'));
    service = serviceOf(open.dataSource);
    for (const table of PARTITIONED_TABLES) await query(partitionTableSql(table, ['2024-02', '2024-03']));
  });
  afterEach(removeAll);

  describe('ahead of the data', () => {
    it('are created once, from the first year of the archive to some months ahead, in both tables', async () => {
      const made = { created: 3, rescuedRows: 0, strandedRows: 0 };
      expect(await service.ensure()).toEqual([
        { table: SNAPSHOTS, ...made },
        { table: QUEUES, ...made },
      ]);
      for (const table of PARTITIONED_TABLES) {
        expect(await partitionsOf(table)).toEqual([
          'p_past',
          ...['p202401', 'p202402', 'p202403', 'p202404', 'p202405'],
          'p_future',
        ]);
      }
      const [again] = await service.ensure();
      expect(again).toMatchObject({ created: 0 });
      expect(await monthsOf(SNAPSHOTS)).toHaveLength(5);
    });

    it('are added over time, including all months of a long downtime', async () => {
      await service.ensure();
      clock.moveTo('2024-04-01T00:00:00.000Z');
      expect((await service.ensure())[0]).toMatchObject({ created: 1 });
      clock.moveTo('2025-01-15T00:00:00Z');
      expect((await service.ensure())[0]).toMatchObject({ created: 9 });
      expect((await monthsOf(SNAPSHOTS)).slice(-2)).toEqual(['p202502', 'p202503']);
    });

    it('are added at the front for an import of older months, without a gap', async () => {
      await service.ensure('2023-11');
      expect((await monthsOf(SNAPSHOTS)).slice(0, 3)).toEqual(['p202311', 'p202312', 'p202401']);
      await service.ensure('2023-12');
      expect((await monthsOf(SNAPSHOTS))[0]).toBe('p202311');
    });

    it('are kept if the first year of the archive is set to a later one', async () => {
      await serviceOf(open.dataSource, { ARCHIVE_FIRST_YEAR: '2026' }).ensure();
      expect((await monthsOf(SNAPSHOTS))[0]).toBe('p202402');
    });

    it('are created once by concurrent processes', async () => {
      const others = await Promise.all([open.connect(), open.connect()]);
      const reports = await Promise.all(others.map((other) => serviceOf(other).ensure()));
      expect(reports.map(([snapshots]) => snapshots!.created).sort()).toEqual([0, 3]);
      expect(await monthsOf(QUEUES)).toHaveLength(5);
    });
  });

  describe('and rows in the catch-alls', () => {
    it('take them over, and log it', async () => {
      await insert('2023-11-30 23:59:59.999', '2024-01-01', '2024-02-01', '2024-04-30', '2024-05-31 23:59:59.999');
      const [report] = await service.ensure();
      expect(report).toEqual({ table: SNAPSHOTS, created: 5, rescuedRows: 4, strandedRows: 0 });
      expect(await rowsIn('p202311')).toEqual(['2023-11-30']);
      expect(await rowsIn('p202401')).toEqual(['2024-01-01']);
      expect(await rowsIn('p202402')).toEqual(['2024-02-01']);
      expect(await rowsIn('p202404')).toEqual(['2024-04-30']);
      expect(await rowsIn('p202405')).toEqual(['2024-05-31']);
      expect(warnings).toEqual([expect.stringContaining(`moved 4 rows of ${SNAPSHOTS}`)]);
    });

    it('leave a row of a future month until that month is near', async () => {
      await insert('2024-06-01');
      expect((await service.ensure())[0]).toMatchObject({ rescuedRows: 0, strandedRows: 1 });
      clock.moveTo('2024-04-01T00:00:00Z');
      expect((await service.ensure())[0]).toMatchObject({ created: 1, rescuedRows: 1, strandedRows: 0 });
      expect(await rowsIn('p202406')).toEqual(['2024-06-01']);
    });

    it('have server statistics afterwards, so that a join reads only the rows of its rides', async () => {
      await service.ensure();
      await query(
        "INSERT INTO destinations (destination_id, themeparks_wiki_id, name, slug) VALUES (1, 'd', 'D', 'd')",
      );
      await query("INSERT INTO parks (park_id, destination_id, name, slug) VALUES (1, 1, 'P', 'p'), (2, 1, 'Q', 'q')");
      const rides = Array.from({ length: 50 }, (_, at) => `(${at + 1}, ${at < 5 ? 1 : 2}, 'R${at}', 'r${at}')`);
      await query(`INSERT INTO rides (ride_id, park_id, name, normalized_name) VALUES ${rides.join(',')}`);
      for (const month of ['2023-09', '2024-07']) {
        const values = Array.from({ length: 10_000 }, (_, at) => {
          const minute = Math.floor(at / 50) * 60_000;
          return `(${1 + (at % 50)}, '${new Date(Date.parse(`${month}-01T00:00:00Z`) + minute).toISOString().slice(0, 19)}', 'ARCHIVE')`;
        });
        await query(`INSERT INTO ${SNAPSHOTS} (ride_id, recorded_at, data_source) VALUES ${values.join(',')}`);
      }
      clock.moveTo('2024-07-01T00:00:00Z');
      await service.ensure('2023-08');
      for (const [month, next] of [
        ['2023-09', '2023-10'],
        ['2024-07', '2024-08'],
      ]) {
        const [plan] = await query<{ table: string; type: string }>(
          `EXPLAIN FORMAT=TRADITIONAL SELECT COUNT(*) FROM rides r JOIN ${SNAPSHOTS} s ON s.ride_id = r.ride_id
            WHERE r.park_id = 1 AND s.recorded_at >= '${month}-01' AND s.recorded_at < '${next}-01'`,
        );
        expect(plan).toMatchObject({ table: 'r', type: 'ref' });
        const [size] = await query<{ rows: number }>(
          `SELECT TABLE_ROWS AS \`rows\` FROM information_schema.PARTITIONS
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '${SNAPSHOTS}' AND PARTITION_NAME = 'p${month!.replace('-', '')}'`,
        );
        expect(Number(size!.rows)).toBeGreaterThan(5_000);
      }
      for (const table of ['rides', 'parks', 'destinations']) await query(`DELETE FROM ${table}`);
    });

    it('leave implausible ones and log them, instead of creating thousands of partitions', async () => {
      await insert('1999-05-05', '2199-05-05');
      expect((await service.ensure())[0]).toEqual({ table: SNAPSHOTS, created: 3, rescuedRows: 0, strandedRows: 2 });
      expect([await rowsIn('p_past'), await rowsIn('p_future')]).toEqual([['1999-05-05'], ['2199-05-05']]);
      expect(warnings).toEqual([expect.stringContaining(`2 rows of ${SNAPSHOTS} are dated outside every partition`)]);
      expect((await service.ensure())[0]).toMatchObject({ created: 0, strandedRows: 2 });
    });

    it('create only the months that a plausible old row needs, despite implausible rows', async () => {
      await insert('1999-05-05', '2023-12-24');
      expect((await service.ensure())[0]).toMatchObject({ created: 4, rescuedRows: 1, strandedRows: 1 });
      expect((await monthsOf(SNAPSHOTS))[0]).toBe('p202312');
    });
  });

  describe('of a query', () => {
    const explained = async (where: string): Promise<string> => {
      const [plan] = await query<{ partitions: string }>(
        dialectOf(open.dataSource).explain(`SELECT COUNT(*) FROM ${SNAPSHOTS} WHERE ride_id IN (1, 2) AND ${where}`),
      );
      return plan!.partitions;
    };

    // Without rows, the optimiser knows that there is nothing to read and lists no partition.
    beforeEach(() => insert('2024-02-01', '2024-02-29 23:59:59.999', '2024-03-01'));

    it('are limited to one for a half-open month', async () => {
      expect(await explained(`recorded_at >= '2024-02-01 00:00:00' AND recorded_at < '2024-03-01 00:00:00'`)).toBe(
        'p202402',
      );
      expect(await explained(`recorded_at >= '2024-03-01 00:00:00' AND recorded_at < '2024-04-01 00:00:00'`)).toBe(
        'p202403',
      );
    });

    it('are limited to those of its range', async () => {
      expect(await explained(`recorded_at >= '2024-02-29' AND recorded_at <= '2024-03-01'`)).toBe('p202402,p202403');
      expect(await explained(`recorded_at < '2024-02-01'`)).toBe('p_past');
      expect(await explained(`recorded_at >= '2024-04-01'`)).toBe('p_future');
    });
  });

  describe('that were removed', () => {
    it('are not created again silently, but reported', async () => {
      await service.removePartitioning();
      const reports = await service.ensure('2020-01');
      expect(reports.map(({ created }) => created)).toEqual([0, 0]);
      expect(warnings).toEqual(
        PARTITIONED_TABLES.map((table) => expect.stringContaining(`${table} is not partitioned`) as string),
      );
      for (const table of PARTITIONED_TABLES) expect(await partitionsOf(table)).toEqual([]);
    });

    it('are restored from the month of the oldest row on, ignoring implausible rows', async () => {
      await insert('1999-05-05', '2023-10-31', '2024-02-01', '2199-05-05');
      await service.removePartitioning();
      await service.applyPartitioning();
      expect(await monthsOf(SNAPSHOTS)).toEqual([
        ...['p202310', 'p202311', 'p202312', 'p202401', 'p202402', 'p202403', 'p202404', 'p202405'],
      ]);
      expect(await monthsOf(QUEUES)).toEqual(['p202401', 'p202402', 'p202403', 'p202404', 'p202405']);
      expect([await rowsIn('p_past'), await rowsIn('p_future')]).toEqual([['1999-05-05'], ['2199-05-05']]);
      expect((await service.ensure())[0]).toMatchObject({ created: 0, strandedRows: 2 });
    });

    it('can be removed and restored twice; the second time changes nothing', async () => {
      await service.removePartitioning();
      await service.removePartitioning();
      await service.applyPartitioning();
      const partitions = await partitionsOf(SNAPSHOTS);
      await service.applyPartitioning();
      expect(await partitionsOf(SNAPSHOTS)).toEqual(partitions);
    });

    it('do not change the checksum of the table', async () => {
      const checksum = async () =>
        (await query<{ Checksum: number }>(`CHECKSUM TABLE ${SNAPSHOTS}`)).map(({ Checksum }) => Checksum);
      await insert('1999-05-05', '2023-10-31', '2024-02-01', '2024-03-01', '2199-05-05');
      const before = await checksum();
      await service.removePartitioning();
      expect(await checksum()).toEqual(before);
      await service.applyPartitioning();
      expect(await checksum()).toEqual(before);
    });
  });

  /** The steps of docs/partitioning-rollback.md, in both directions, while the program writes. */
  it('lose no row on the way to plain tables and back, including rows written during it', async () => {
    await fill();
    const before = await contentOf(open.dataSource, 'ride_id < 1000');
    expect(before.snapshots.rows).toBe(20_000);
    const writer = new Writer(await open.connect());
    const writing = writer.run();
    const partitioned: boolean[] = [];
    for (let round = 0; round < 2; round++) {
      await writer.untilWritten(5);
      await service.removePartitioning();
      partitioned.push((await partitionsOf(SNAPSHOTS)).length > 0);
      await writer.untilWritten(5);
      await service.applyPartitioning();
      partitioned.push((await partitionsOf(SNAPSHOTS)).length > 0);
    }
    writer.stop();
    await writing;
    expect(partitioned).toEqual([false, true, false, true]);
    expect(await contentOf(open.dataSource, 'ride_id < 1000')).toEqual(before);
    const written = await contentOf(open.dataSource, 'ride_id >= 1000');
    expect(written).toMatchObject({ snapshots: { rows: writer.written }, queues: { rows: writer.written } });
    const [sum] = await query(`SELECT SUM(wait_time) AS waits FROM ${SNAPSHOTS} WHERE ride_id >= 1000`);
    expect(Number((sum as { waits: string }).waits)).toBe(writer.sumOfWaits);
    expect((await service.ensure())[0]).toMatchObject({ created: 0, rescuedRows: 0, strandedRows: 0 });
  });

  it('are compressed and uncompressed without losing a row, and later ones follow', async () => {
    await removeAll();
    await service.applyPartitioning();
    await insert('2024-03-10 12:00:00.123', '2024-03-11 12:00:00.456');
    await service.setPageCompression(true);
    clock.moveTo('2024-09-15T00:00:00Z');
    await service.ensure();
    await insert('2024-09-01 00:00:00.000');
    const createdAs = async () =>
      Object.values((await query<Record<string, string>>(`SHOW CREATE TABLE ${SNAPSHOTS}`))[0]!)[1];
    expect(await createdAs()).toMatch(COMPRESSED);
    expect(await query(`SELECT COUNT(*) AS count FROM ${SNAPSHOTS}`)).toEqual([{ count: 3 }]);
    await service.setPageCompression(false);
    expect(await createdAs()).not.toMatch(COMPRESSED);
    expect(await rowsIn('p202403')).toEqual(['2024-03-10', '2024-03-11']);
  });

  it('are compressed while rows are written to them, and lose none', async () => {
    await removeAll();
    await service.applyPartitioning();
    await fill();
    const before = await contentOf(open.dataSource, 'ride_id < 1000');
    const writer = new Writer(await open.connect());
    const writing = writer.run();
    await writer.untilWritten(5);
    await service.setPageCompression(true);
    await writer.untilWritten(5);
    writer.stop();
    await writing;
    expect(await contentOf(open.dataSource, 'ride_id < 1000')).toEqual(before);
    const written = await contentOf(open.dataSource, 'ride_id >= 1000');
    expect(written).toMatchObject({ snapshots: { rows: writer.written }, queues: { rows: writer.written } });
  });
});

/** In the words of either family of servers. */
const COMPRESSED = /page_compressed`?\s*=\s*'?1|compression='zlib'/i;

const numbers = (count: number): string =>
  Array.from({ length: count }, (_, n) => `SELECT ${n}${n === 0 ? ' AS n' : ''}`).join(' UNION ALL ');

/** Number and checksum of the rows of both tables. */
async function contentOf(dataSource: DataSource, where: string) {
  const sum = async (table: string, columns: string) => {
    const [row] = await dataSource.query<{ rows: number; checksum: string }[]>(
      `SELECT COUNT(*) AS \`rows\`, CAST(SUM(CRC32(CONCAT_WS('/', ${columns}))) AS CHAR) AS checksum FROM ${table} WHERE ${where}`,
    );
    return row!;
  };
  return {
    snapshots: await sum(SNAPSHOTS, 'ride_id, recorded_at, status, wait_time, data_source'),
    queues: await sum(QUEUES, 'ride_id, recorded_at, queue_type, wait_time_minutes, data_source'),
  };
}

/** Repeatedly writes a snapshot and its queue row in one transaction, as the program does. */
class Writer {
  written = 0;
  sumOfWaits = 0;
  private stopped = false;
  private readonly waiting: { until: number; report: () => void }[] = [];

  constructor(private readonly dataSource: DataSource) {}

  async run(): Promise<void> {
    while (!this.stopped) {
      const number = this.written;
      await withDatabaseRetry(() => this.write(number), { nowMs: () => performance.now() });
      this.written++;
      this.sumOfWaits += number % 100;
      for (const { until, report } of this.waiting) if (this.written >= until) report();
    }
  }

  untilWritten(more: number): Promise<void> {
    return new Promise((report) => this.waiting.push({ until: this.written + more, report }));
  }

  stop(): void {
    this.stopped = true;
  }

  private async write(number: number): Promise<void> {
    const key = `${1000 + (number % 7)}, TIMESTAMP('2024-03-01') + INTERVAL ${number} SECOND`;
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO ${SNAPSHOTS} (ride_id, recorded_at, wait_time, data_source) VALUES (${key}, ${number % 100}, 'LIVE')`,
      );
      await manager.query(
        `INSERT INTO ${QUEUES} (ride_id, recorded_at, queue_type, data_source) VALUES (${key}, 'SINGLE_RIDER', 'LIVE')`,
      );
    });
  }
}
