/** Row alias for the new row of an upsert, and the prefix of its columns, which would be ambiguous with the stored ones. */
const ALIAS = 'incoming';

const CLAUSE = 'ON DUPLICATE KEY UPDATE';
const INSERT = /^\s*INSERT\s+INTO\s+(?:`[^`]+`|[\w.]+)\s*\(([^)]*)\)\s*/i;
const NEW_VALUE = /\bVALUES\s*\(\s*`?(\w+)`?\s*\)/gi;

/**
 * Rewrites the new values of an upsert from `VALUES(column)`, which MariaDB requires and MySQL deprecates with a warning for each
 * statement, to columns of a row alias, which MariaDB does not have. Leaves all other statements unchanged.
 */
export function withRowAlias(sql: string): string {
  const at = sql.lastIndexOf(CLAUSE);
  if (at === -1) return sql;
  const updates = sql.slice(at);
  const insert = INSERT.exec(sql);
  if (insert === null || !NEW_VALUE.test(updates)) return sql;
  NEW_VALUE.lastIndex = 0;
  const columns = insert[1]!.split(',').map((column) => `${ALIAS}_${column.trim().replaceAll('`', '')}`);
  const alias = `AS ${ALIAS} (${columns.join(', ')}) `;
  const head = sql.slice(0, insert[0].length);
  const source = sql.slice(insert[0].length, at).trimEnd();
  // The alias of a SELECT belongs to a derived table; that of VALUES follows the rows.
  const rows = /^SELECT\b/i.test(source) ? `SELECT * FROM (${source})` : source;
  return `${head}${rows} ${alias}${updates.replace(NEW_VALUE, `${ALIAS}_$1`)}`;
}
