export type ServerFamily = 'MySQL' | 'MariaDB';

/** What a server reports about itself. */
export interface ServerIdentity {
  family: ServerFamily;
  /** As the server reports it, such as `10.11.19-MariaDB-0+deb12u1`. */
  version: string;
  /** Global variables by name. A missing one means that the server cannot do what it controls. */
  variables: ReadonlyMap<string, string>;
}

/** Variables that decide how statements are written, and those that are checked at the start. */
const ASKED = [
  'binlog_format',
  'group_replication_group_name',
  'information_schema_stats_expiry',
  'innodb_buffer_pool_size',
  'innodb_compression_algorithm',
  'innodb_file_per_table',
  'innodb_flush_log_at_trx_commit',
  'local_infile',
  'log_bin',
  'max_allowed_packet',
  'table_definition_cache',
  'wsrep_cluster_address',
  'wsrep_on',
] as const;

/** SQL for the family of the server that runs it. */
export const FAMILY_SQL = `IF(VERSION() LIKE '%MariaDB%', 'MariaDB', 'MySQL')`;

/** Runs a statement on one connection, and returns its rows. */
export type RunQuery = (sql: string) => Promise<readonly unknown[]>;

/** Reads what a server is and what it can do. Needs no privilege. */
export async function identifyServer(query: RunQuery): Promise<ServerIdentity> {
  const [first] = (await query('SELECT VERSION() AS version')) as { version: string }[];
  const { version } = first!;
  const names = ASKED.map((name) => `'${name}'`).join(', ');
  const rows = (await query(`SHOW GLOBAL VARIABLES WHERE Variable_name IN (${names})`)) as {
    Variable_name: string;
    Value: string;
  }[];
  return {
    family: version.includes('MariaDB') ? 'MariaDB' : 'MySQL',
    version,
    variables: new Map(rows.map((row) => [row.Variable_name, row.Value])),
  };
}

/** In front of the version of MariaDB, for clients that support none above 5; proxies pass it on. */
const REPLICATION_PREFIX = /^5\.5\.5-(?=\d+\.\d+.*MariaDB)/;

/** `10.11.19-MariaDB-0+deb12u1` is [10, 11, 19]. */
export function releaseOf({ version }: Pick<ServerIdentity, 'version'>): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = (/^\d+(\.\d+)*/.exec(version.replace(REPLICATION_PREFIX, ''))?.[0] ?? '')
    .split('.')
    .map(Number);
  return [major, minor, patch];
}

/** The version with the family, which MySQL does not report: `MySQL 9.7.4-2`, `10.11.19-MariaDB-0+deb12u1`. */
export function serverText({ family, version }: Pick<ServerIdentity, 'family' | 'version'>): string {
  return version.includes(family) ? version : `${family} ${version}`;
}

/** Family and release series, such as `MariaDB 10.11`. */
export function seriesOf(server: Pick<ServerIdentity, 'family' | 'version'>): string {
  const [major, minor] = releaseOf(server);
  return `${server.family} ${major}.${minor}`;
}
