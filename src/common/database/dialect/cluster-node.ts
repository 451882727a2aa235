/** The state of a node of a Galera cluster. A MariaDB that is none has both variables, too: OFF, and no provider. */
const NODE_SQL = `SHOW STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_provider_name')`;
/** A replica, and a member of Group Replication that is not the primary, refuse writes. */
const WRITES_SQL = `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'super_read_only')`;

/** What a server reports when a connection has been opened. */
export interface HostState {
  /**
   * It takes statements: it is no node of a cluster, or one that is in contact with the majority and up to date. Another node
   * accepts connections, but refuses every statement that reads a table.
   */
  isReady: boolean;
  isReadOnly: boolean;
}

type Rows = readonly { Variable_name: string; Value: string }[];

export async function hostStateOf(query: (sql: string) => Promise<unknown>): Promise<HostState> {
  const node = valuesOf(await query(NODE_SQL));
  const isReady = (node.get('wsrep_provider_name') ?? '') === '' || node.get('wsrep_ready') === 'ON';
  if (!isReady) return { isReady, isReadOnly: true };
  const writes = valuesOf(await query(WRITES_SQL));
  return { isReady, isReadOnly: [...writes.values()].some((value) => value !== 'OFF') };
}

const valuesOf = (rows: unknown) => new Map((rows as Rows).map((row) => [row.Variable_name, row.Value]));
