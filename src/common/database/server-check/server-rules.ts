import { worksAlone } from '../dialect/cluster-node.js';
import { releaseOf, type ServerFamily, type ServerIdentity } from '../dialect/server-identity.js';

/** What the start looks at, besides what the server reports about itself. */
export interface ServerFacts {
  server: ServerIdentity;
  /** The settings that a session of the program really has. */
  session: { sqlMode: string; timeZone: string; isolation: string };
  /** Privileges on the schema that the user lacks. */
  missingPrivileges: readonly string[];
  /** The schema and the user as they are written in a GRANT. */
  schema: string;
  account: string;
  /** Whether the server refuses writes of this user, as a replica does. */
  isReadOnly: boolean;
  /** Whether the user may read the system tables with the exact sizes of files. */
  canReadFileSizes: boolean;
  /** Whether the connection leaves this machine without encryption. */
  isPlainTextOverNetwork: boolean;
}

export interface ServerFinding {
  /**
   * - MUST: the program does not start
   * - PROBLEM: it starts, but part of its work fails
   * - SHOULD: a recommendation
   */
  level: 'MUST' | 'PROBLEM' | 'SHOULD';
  /** What is wrong: a variable of the server, or a privilege. */
  name: string;
  /** The reason, and what to change. */
  text: string;
}

type Release = readonly [major: number, minor: number, patch: number];

/** Older releases lack window functions, row aliases of upserts, or SQL that the program relies on. */
const OLDEST: Readonly<Record<ServerFamily, Release>> = { MySQL: [8, 0, 19], MariaDB: [10, 6, 0] };
/** Release series that the program is made for; docs/servers.md lists on which of them it was tested, and with what result. */
const SUPPORTED: Readonly<Record<ServerFamily, readonly string[]>> = {
  MySQL: ['8.4', '9.7'],
  MariaDB: ['10.11', '11.8'],
};

/** Two tables with a partition for each month, and all others. */
const LEAST_TABLES_CACHED = 1_000;
const LEAST_PACKET_BYTES = 16 * 1024 * 1024;
const CHANGING = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/** Everything about a server that the program cannot work with, and what it should not work with. */
export function examineServer(facts: ServerFacts): ServerFinding[] {
  return [
    ...versionFindings(facts.server),
    ...sessionFindings(facts.session),
    ...privilegeFindings(facts),
    ...(facts.isReadOnly ? [READ_ONLY] : []),
    ...(worksAlone(facts.server.variables) ? [WITHOUT_CLUSTER] : []),
    ...binaryLogFindings(facts.server),
    ...variableFindings(facts.server),
    ...localDataFindings(facts.server),
    ...(facts.isPlainTextOverNetwork ? [PLAIN_TEXT] : []),
  ];
}

const must = (name: string, text: string): ServerFinding => ({ level: 'MUST', name, text });
const problem = (name: string, text: string): ServerFinding => ({ level: 'PROBLEM', name, text });
const should = (name: string, text: string): ServerFinding => ({ level: 'SHOULD', name, text });

const READ_ONLY = problem(
  'read_only',
  'nothing can be written: SET GLOBAL read_only = OFF, or name the primary in DATABASE_URL if this is a replica',
);

const WITHOUT_CLUSTER = problem(
  'wsrep_on',
  'it is OFF on a node of a cluster, and what is written stays on this node: name another node in DATABASE_URL, or set ' +
    'wsrep_on = ON; if it is no node any more, remove wsrep_cluster_address',
);

const PLAIN_TEXT = should(
  'TLS',
  'passwords and data cross the network unencrypted: add ?ssl-mode=VERIFY_IDENTITY (or REQUIRED) to DATABASE_URL',
);

function versionFindings(server: ServerIdentity): ServerFinding[] {
  const { family, version } = server;
  const release = releaseOf(server);
  const oldest = OLDEST[family];
  if (isBefore(release, oldest)) {
    return [must('version', `${family} ${version} is too old: use ${family} ${oldest.join('.')} or newer`)];
  }
  const series = release.slice(0, 2).join('.');
  if (SUPPORTED[family].includes(series)) return [];
  return [
    should('version', `${family} ${series} is not among the supported versions: ${SUPPORTED[family].join(', ')}`),
  ];
}

function isBefore(release: Release, other: Release): boolean {
  const difference = release.map((part, index) => part - other[index]!).find((part) => part !== 0);
  return difference !== undefined && difference < 0;
}

/** A proxy that shares connections between clients can drop what a session has set. */
function sessionFindings({ sqlMode, timeZone, isolation }: ServerFacts['session']): ServerFinding[] {
  const lost = 'the session does not have what the program has set. Is there a proxy that resets sessions?';
  return [
    ...(sqlMode.includes('STRICT_ALL_TABLES') ? [] : [must('sql_mode', `${lost} It is "${sqlMode}"`)]),
    ...(timeZone === '+00:00' ? [] : [must('time_zone', `${lost} It is "${timeZone}"`)]),
    ...(isolation === 'READ-COMMITTED' ? [] : [must('transaction_isolation', `${lost} It is "${isolation}"`)]),
  ];
}

function privilegeFindings({ missingPrivileges, canReadFileSizes, schema, account }: ServerFacts): ServerFinding[] {
  const grant = (privileges: readonly string[]) => `GRANT ${privileges.join(', ')} ON ${schema}.* TO ${account}`;
  const changing = missingPrivileges.filter((privilege) => CHANGING.includes(privilege));
  const defining = missingPrivileges.filter((privilege) => !CHANGING.includes(privilege));
  return [
    ...(changing.length === 0 ? [] : [must('privileges', `the user lacks rights: ${grant(changing)}`)]),
    ...(defining.length === 0
      ? []
      : [problem('privileges', `migrations and new partitions will fail: ${grant(defining)}`)]),
    ...(canReadFileSizes
      ? []
      : [should('PROCESS', `sizes on disk are estimates that lag behind: GRANT PROCESS ON *.* TO ${account}`)]),
  ];
}

/** InnoDB writes no rows under READ COMMITTED if the binary log holds statements. */
function binaryLogFindings({ variables }: ServerIdentity): ServerFinding[] {
  if (variables.get('log_bin') !== 'ON' || variables.get('binlog_format') !== 'STATEMENT') return [];
  return [must('binlog_format', 'rows cannot be written while the binary log holds statements: binlog_format = ROW')];
}

function localDataFindings({ family, variables }: ServerIdentity): ServerFinding[] {
  if (variables.get('local_infile') === 'ON') return [];
  const line = family === 'MySQL' ? 'SET PERSIST local_infile = ON' : 'local_infile = ON';
  return [should('local_infile', `imports write faster with LOAD DATA LOCAL: ${line}`)];
}

function variableFindings({ variables }: ServerIdentity): ServerFinding[] {
  const number = (name: string, otherwise: number) => Number(variables.get(name) ?? otherwise);
  const isOn = (name: string) => ['ON', '1'].includes(variables.get(name) ?? 'ON');
  const findings: ServerFinding[] = [];
  if (number('table_definition_cache', LEAST_TABLES_CACHED) < LEAST_TABLES_CACHED) {
    findings.push(should('table_definition_cache', 'each partition counts as a table: table_definition_cache = 4000'));
  }
  if (number('innodb_flush_log_at_trx_commit', 1) !== 1) {
    findings.push(
      should(
        'innodb_flush_log_at_trx_commit',
        'a power cut can lose the last second of observations: innodb_flush_log_at_trx_commit = 1',
      ),
    );
  }
  if (number('max_allowed_packet', LEAST_PACKET_BYTES) < LEAST_PACKET_BYTES) {
    findings.push(should('max_allowed_packet', 'bulk writes can be larger than it: max_allowed_packet = 64M'));
  }
  if (variables.get('innodb_file_per_table') !== undefined && !isOn('innodb_file_per_table')) {
    findings.push(should('innodb_file_per_table', 'tables have no size of their own: innodb_file_per_table = ON'));
  }
  return findings;
}
