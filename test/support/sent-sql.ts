import { jest } from '@jest/globals';
import mysql from 'mysql2';

interface Sender {
  query: (...args: unknown[]) => unknown;
  execute: (...args: unknown[]) => unknown;
}

/** Records every statement that this process sends to a database, through any library, with its values filled in. */
export function recordSentSql(): { sent: string[]; stop: () => void } {
  const sent: string[] = [];
  // All connections, including pooled ones, use these two methods of their base class.
  const ancestor = Object.getPrototypeOf(mysql.Connection.prototype) as Sender;
  const spies = (['query', 'execute'] as const).map((method) => {
    const original = ancestor[method];
    return jest.spyOn(ancestor, method).mockImplementation(function (this: unknown, ...args: unknown[]) {
      sent.push(textOf(args));
      return original.apply(this, args);
    });
  });
  return { sent, stop: () => spies.forEach((spy) => spy.mockRestore()) };
}

function textOf([statement, values]: unknown[]): string {
  const { sql, values: own } =
    typeof statement === 'string' ? { sql: statement, values: undefined } : (statement as mysql.QueryOptions);
  const given = typeof values === 'function' ? undefined : values;
  return mysql.format(sql, (given ?? own) as mysql.SqlValue[]);
}

const TABLES = '(ride_status_snapshots|queue_data)';
const REMOVING = [
  // Up to the end of the list of tables, because any of them may match.
  `\\bDELETE\\b[^;]*?\\bFROM\\s+[^;]*?${TABLES}\\b(?![^(]*\\))`,
  `\\bTRUNCATE\\b[^;]*${TABLES}\\b`,
  `\\bREPLACE\\s+(LOW_PRIORITY\\s+|DELAYED\\s+)?(INTO\\s+)?\`?${TABLES}\\b`,
  `\\bDROP\\s+TABLE\\b[^;]*${TABLES}\\b`,
  `\\bRENAME\\s+TABLE\\b[^;]*${TABLES}\\b`,
  `\\bALTER\\s+TABLE\\s+\`?${TABLES}\\b[^;]*\\b(DROP|TRUNCATE|EXCHANGE|DISCARD|COALESCE|CONVERT|RENAME(?!\\s+COLUMN\\b))\\b`,
].map((pattern) => new RegExp(pattern, 'is'));

/** Whether a statement can delete observations. */
export function removesObservations(sql: string): boolean {
  return REMOVING.some((pattern) => pattern.test(sql));
}
