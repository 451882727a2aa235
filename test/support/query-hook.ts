import mysql2 from 'mysql2';
import { MysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner.js';
import { namesObservations, rangeProblem } from './recorded-range.js';

export interface SentQuery {
  sql: string;
  values: unknown[];
}

type QueryFunction = (this: unknown, ...args: unknown[]) => unknown;

const FRAMES_LOOKED_AT = 25;
const refused: string[] = [];
let recording: SentQuery[] | null = null;

/**
 * Stands between the program and the database in every test that opens one: a statement of the program on observations
 * that states no range fails at once, and the test with it even where the failure is swallowed. What tests themselves
 * send is theirs.
 *
 * On two levels, because only the first sees who sends a statement by way of the ORM, and only the second sees what is
 * sent past it.
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
    const trace = recording !== null || namesObservations(sql) ? stack() : '';
    if (trace !== '' && !trace.includes('MysqlQueryRunner.ts')) {
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

/** The statements that were refused since the last time; a test that provokes one takes it away. */
export const takeRefused = (): string[] => refused.splice(0);

afterAll(() => {
  const problems = takeRefused();
  if (problems.length > 0) throw new Error(`statements on observations without a range:\n${problems.join('\n')}`);
});

/** What is sent to the database while `work` runs. */
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

function stack(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES_LOOKED_AT;
  try {
    return new Error('where from').stack ?? '';
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Frames of this repository; libraries show sources of their own below some `src`, by other folders. */
const OWN_FRAME = /\/(?:src\/(?:modules|common|cli|demo|migrations)|test)\//;
const LEFT_ALONE = /\/(?:test|src\/migrations)\//;

/**
 * By the nearest caller that is no library; where none is known, it is not taken for a test's. Migrations are left out: they
 * run once, over whatever is there.
 */
function isGuarded(trace: string): boolean {
  const frames = trace.split('\n').filter((frame) => OWN_FRAME.test(frame) && !frame.includes('query-hook'));
  return frames.length === 0 || !LEFT_ALONE.test(frames[0]!);
}
