/** The state of a node of a Galera cluster. A MariaDB that is none has both variables, too: OFF, and no provider. */
const NODE_SQL = `SHOW STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_provider_name')`;
/** A replica, and a member of Group Replication that is not the primary, refuse writes. */
const VARIABLES_SQL = `SHOW VARIABLES
  WHERE Variable_name IN ('read_only', 'super_read_only', 'wsrep_on', 'wsrep_cluster_address')`;

/** What a server reports when a connection has been opened. */
export interface HostState {
  /**
   * It takes statements: it is no node of a cluster, or one that is in contact with the majority and up to date. Another node
   * accepts connections, but refuses every statement that reads a table.
   */
  isReady: boolean;
  isReadOnly: boolean;
  /** It is not ready, although it takes statements: {@link worksAlone}. */
  isAlone: boolean;
}

type Rows = readonly { Variable_name: string; Value: string }[];

export async function hostStateOf(query: (sql: string) => Promise<unknown>): Promise<HostState> {
  const node = valuesOf(await query(NODE_SQL));
  if (node.get('wsrep_provider_name') && node.get('wsrep_ready') !== 'ON') {
    return { isReady: false, isReadOnly: true, isAlone: false };
  }
  const variables = valuesOf(await query(VARIABLES_SQL));
  const isReadOnly = ['read_only', 'super_read_only'].some((name) => (variables.get(name) ?? 'OFF') !== 'OFF');
  const isAlone = worksAlone(variables);
  return { isReady: !isAlone, isReadOnly, isAlone };
}

/**
 * Whether a server is set up as a node of a Galera cluster and works without it, as one that was started with `wsrep_on = OFF` for
 * maintenance. The other nodes never get what is written to it.
 */
export function worksAlone(variables: ReadonlyMap<string, string>): boolean {
  return variables.get('wsrep_on') === 'OFF' && (variables.get('wsrep_cluster_address') ?? '') !== '';
}

const valuesOf = (rows: unknown) => new Map((rows as Rows).map((row) => [row.Variable_name, row.Value]));
