import mysql2 from 'mysql2';

interface Warning {
  Level: string;
  Code: number;
  Message: string;
}
type Send = (this: unknown, ...args: unknown[]) => unknown;

/** What EXPLAIN reports on MySQL: the statement as the optimiser has rewritten it. */
const REWRITTEN = 1003;
/**
 * A duplicate is what INSERT IGNORE is for, and how LOAD DATA reports that a row is there: the program reads the number of warnings,
 * undoes the load, whose statement still has them, and compares the rows. Everything else that is ignored counts.
 */
const DUPLICATE = 1062;
const REPORTS_DUPLICATES =
  /^\s*(?:INSERT\s+IGNORE\b|LOAD\s+DATA\s+LOCAL\s+INFILE 'rows-|ROLLBACK TO SAVEPOINT observations$)/i;
const SHOWN_LENGTH = 300;

let recording: Set<string> | null = null;

/**
 * Every statement that this process sends through any library is followed by SHOW WARNINGS in the queue of the same connection,
 * before any other statement. The counts in the responses would not do: the driver drops those of result sets.
 */
const ancestor = Object.getPrototypeOf(mysql2.Connection.prototype) as Record<'query' | 'execute', Send>;
const { query: ask } = ancestor;
for (const method of ['query', 'execute'] as const) {
  const send = ancestor[method];
  Object.assign(ancestor, {
    [method](this: unknown, ...args: unknown[]) {
      const sent = send.apply(this, args);
      const found = recording;
      if (found !== null) {
        const sql = textOf(args[0]);
        ask.call(this, 'SHOW WARNINGS', (error: unknown, rows: Warning[]) => {
          if (error === null || error === undefined) rows.forEach((row) => note(found, row, sql));
        });
      }
      return sent;
    },
  });
}

/** An error has failed its statement already, and its sender deals with it. */
function note(found: Set<string>, { Level, Code, Message }: Warning, sql: string): void {
  if (Level === 'Error' || Code === REWRITTEN) return;
  if (Code === DUPLICATE && REPORTS_DUPLICATES.test(sql)) return;
  found.add(`${Level} ${Code} ${Message}: ${sql.replace(/\s+/g, ' ').slice(0, SHOWN_LENGTH)}`);
}

const textOf = (given: unknown): string => (typeof given === 'string' ? given : (given as { sql: string }).sql);

/** The warnings and notes of all statements that are sent while `work` runs. */
export async function warningsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const found = new Set<string>();
  recording = found;
  try {
    await work();
  } finally {
    recording = null;
  }
  return [...found].sort();
}
