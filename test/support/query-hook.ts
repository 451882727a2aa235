import mysql2 from 'mysql2';
import { MysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner.js';
import { isOutsideTransaction } from '../../src/common/database/statement-retry.js';
import { namesObservations, rangeProblem } from './recorded-range.js';

export interface SentQuery {
  sql: string;
  values: unknown[];
}

type QueryFunction = (this: unknown, ...args: unknown[]) => unknown;

const FRAMES_LOOKED_AT = 25;
const LOCKING_READ = /^\s*SELECT\b.*\b(?:FOR\s+UPDATE|FOR\s+SHARE|LOCK\s+IN\s+SHARE\s+MODE)\b/is;
const refused: string[] = [];
let recording: SentQuery[] | null = null;

/**
 * Checks the statements of the program in every test with a database: a statement on observations without a range fails, and so
 * does the test, even if the failure is swallowed. Statements of the tests themselves are not checked. A SELECT that locks rows
 * fails outside a transaction, because the locks end with it.
 *
 * It hooks in at two levels: only the first one can identify the sender of a statement through the ORM, and only the second one
 * sees statements that bypass the ORM.
 */
guard(MysqlQueryRunner.prototype, (args) => args as [string, unknown]);
guard(Object.getPrototypeOf(mysql2.Connection.prototype) as object, ([given, values]) => {
  const { sql, values: own } = typeof given === 'string' ? { sql: given, values } : (given as Partial<SentQuery>);
  return [sql ?? '', own];
});

function guard(prototype: object, read: (args: unknown[]) => [sql: string, values: unknown]): void {
  const original = Object.getOwnPropertyDescriptor(prototype, 'query')!.value as QueryFunction;
  const query: QueryFunction = function (...args) {
    const [sql, given] = read(args);
    const values = Array.isArray(given) ? given : [];
    if (isOutsideTransaction(this as object) && LOCKING_READ.test(sql)) {
      refused.push(`locks rows outside a transaction: ${sql}`);
      throw new Error(refused.at(-1));
    }
    const trace = recording !== null || namesObservations(sql) ? stack() : '';
    if (trace !== '' && !trace.includes('MysqlQueryRunner.js')) {
      recording?.push({ sql, values });
      const problem = rangeProblem(sql, values);
      if (problem !== null && isGuarded(trace)) {
        refused.push(`${problem}: ${sql}`);
        return Promise.reject(new Error(refused.at(-1)));
      }
    }
    return original.apply(this, args);
  };
  Object.assign(prototype, { query });
}

/** The statements refused since the last call; a test that provokes one must call this. */
export const takeRefused = (): string[] => refused.splice(0);

afterAll(() => {
  const problems = takeRefused();
  if (problems.length > 0) throw new Error(`refused statements:\n${problems.join('\n')}`);
});

/** The statements sent to the database while `work` runs. */
export async function recordQueries(work: () => Promise<unknown>): Promise<SentQuery[]> {
  const queries: SentQuery[] = [];
  recording = queries;
  try {
    await work();
    return queries;
  } finally {
    recording = null;
  }
}

/** The files of the calling functions, one a line. The positions in them are left out: mapping them to the sources takes long. */
function stack(): string {
  const { stackTraceLimit, prepareStackTrace } = Error as { stackTraceLimit: number; prepareStackTrace?: unknown };
  Error.stackTraceLimit = FRAMES_LOOKED_AT;
  Error.prepareStackTrace = (_, frames) => frames.map((frame) => frame.getFileName()).join('\n');
  try {
    return new Error('where from').stack ?? '';
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  }
}

/** Stack frames of this repository; libraries may have a `src` too, but with other subfolders. */
const OWN_FRAME = /\/(?:src\/(?:modules|common|cli|demo|migrations)|test)\//;
const LEFT_ALONE = /\/(?:test|src\/migrations)\//;

/**
 * Judged by the nearest caller outside libraries; an unknown caller does not count as a test. Migrations are not checked: they
 * run once, on all data.
 */
function isGuarded(trace: string): boolean {
  const frames = trace.split('\n').filter((frame) => OWN_FRAME.test(frame) && !frame.includes('query-hook'));
  return frames.length === 0 || !LEFT_ALONE.test(frames[0]!);
}
