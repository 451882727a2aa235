/** The state of a node of a Galera cluster. A MariaDB that is none has both variables, too: OFF, and no provider. */
export const READY_SQL = `SHOW STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_provider_name')`;

/**
 * Whether a server takes statements, by the rows of {@link READY_SQL}: it is no node of a cluster, or one that is in contact with
 * the majority and up to date. Another node accepts connections, but refuses every statement that reads a table.
 */
export function isReady(rows: unknown): boolean {
  const status = new Map(
    (rows as { Variable_name: string; Value: string }[]).map((row) => [row.Variable_name, row.Value]),
  );
  return (status.get('wsrep_provider_name') ?? '') === '' || status.get('wsrep_ready') === 'ON';
}
