import type { DataSource } from 'typeorm';
import { dialectOf } from '../dialect/dialect.js';
import { isOutOfService } from '../dialect/error-codes.js';
import { hasByGrants } from './granted-rights.js';
import type { ServerFacts } from './server-rules.js';

export async function readFacts(dataSource: DataSource): Promise<ServerFacts> {
  const { server } = dialectOf(dataSource);
  return {
    server,
    session: await readSession(dataSource),
    ...(await readGrantee(dataSource)),
    missingPrivileges: await missingPrivileges(dataSource),
    isReadOnly: await refusesWrites(dataSource),
    canReadFileSizes: await canReadFileSizes(dataSource),
    isPlainTextOverNetwork: await isPlainTextOverNetwork(dataSource),
  };
}

/** The isolation level has another name on older servers of MariaDB. */
const SESSION_VARIABLES = `'sql_mode', 'time_zone', 'transaction_isolation', 'tx_isolation'`;

async function readSession(dataSource: DataSource): Promise<ServerFacts['session']> {
  const rows = await dataSource.query<{ Variable_name: string; Value: string }[]>(
    `SHOW SESSION VARIABLES WHERE Variable_name IN (${SESSION_VARIABLES})`,
  );
  const values = new Map(rows.map((row) => [row.Variable_name, row.Value]));
  return {
    sqlMode: values.get('sql_mode') ?? '',
    timeZone: values.get('time_zone') ?? '',
    isolation: values.get('transaction_isolation') ?? values.get('tx_isolation') ?? '',
  };
}

/** The account whose privileges apply, which is not always the name of the login. */
async function readGrantee(dataSource: DataSource): Promise<Pick<ServerFacts, 'schema' | 'account'>> {
  const [row] = await dataSource.query<{ account: string; name: string }[]>(
    'SELECT CURRENT_USER() AS account, DATABASE() AS name',
  );
  const { account, name } = row!;
  const at = account.lastIndexOf('@');
  const quoted = (text: string) => `\`${text.replaceAll('`', '``')}\``;
  return { schema: quoted(name), account: `${quoted(account.slice(0, at))}@${quoted(account.slice(at + 1))}` };
}

/** There is no such table. A server checks privileges before it looks for one, so no statement has an effect. */
const PROBES = {
  SELECT: 'SELECT 1 FROM no_table_privilege_probe',
  INSERT: 'INSERT INTO no_table_privilege_probe (a) VALUES (1)',
  UPDATE: 'UPDATE no_table_privilege_probe SET a = 1',
  DELETE: 'DELETE FROM no_table_privilege_probe',
  CREATE: 'CREATE TABLE no_table_privilege_probe LIKE no_table_privilege_source',
  ALTER: 'ALTER TABLE no_table_privilege_probe ADD COLUMN a INT',
  DROP: 'DROP TABLE no_table_privilege_probe',
  INDEX: 'CREATE INDEX a ON no_table_privilege_probe (a)',
  'CREATE VIEW': 'CREATE VIEW no_table_privilege_probe AS SELECT a FROM no_table_privilege_source',
};
/**
 * MySQL demands this privilege for a foreign key; MariaDB accepts any right on the rows of the other table instead. The column
 * is named twice, so that no table is made even if the server does not check foreign keys.
 */
const REFERENCES_PROBE =
  'CREATE TABLE no_table_privilege_probe (a INT, a INT, FOREIGN KEY (a) REFERENCES no_table_privilege_source (a))';
const DENIED: ReadonlySet<number> = new Set([1044, 1142, 1143, 1227]);

async function missingPrivileges(dataSource: DataSource): Promise<string[]> {
  if (await hasAllByGrants(dataSource)) return [];
  const missing: string[] = [];
  for (const [privilege, probe] of Object.entries(PROBES)) {
    if (DENIED.has(await errnoOf(dataSource, probe))) missing.push(privilege);
  }
  // Without CREATE, the probe would be refused for that.
  if (!missing.includes('CREATE') && DENIED.has(await errnoOf(dataSource, REFERENCES_PROBE)))
    missing.push('REFERENCES');
  return missing;
}

/**
 * Without the probes, which a cluster runs on all nodes: each leaves an error in their logs and a file in their data folders, although it
 * changes nothing (findings/galera-refused-ddl-on-all-nodes.sh).
 */
async function hasAllByGrants(dataSource: DataSource): Promise<boolean> {
  if (!dialectOf(dataSource).isCluster) return false;
  const [row] = await dataSource.query<{ name: string }[]>('SELECT DATABASE() AS name');
  return hasByGrants((sql) => dataSource.query<object[]>(sql), row!.name, Object.keys(PROBES));
}

async function canReadFileSizes(dataSource: DataSource): Promise<boolean> {
  const { sql, values } = dialectOf(dataSource).tablespaces('');
  return !DENIED.has(await errnoOf(dataSource, sql, values));
}

/** By the refusal of a write: some users may write to a read-only server. */
export async function refusesWrites(dataSource: DataSource): Promise<boolean> {
  const error = await failureOf(dataSource, PROBES.INSERT);
  return error !== null && isOutOfService(error);
}

/** 0 if the statement succeeds. */
async function errnoOf(dataSource: DataSource, sql: string, values: unknown[] = []): Promise<number> {
  return (await failureOf(dataSource, sql, values))?.errno ?? 0;
}

/** The refusal of a statement by the server; null if it succeeds. */
async function failureOf(dataSource: DataSource, sql: string, values: unknown[] = []) {
  try {
    await dataSource.query(sql, values);
    return null;
  } catch (error) {
    const { errno, sqlMessage } = error as { errno?: number; sqlMessage?: string };
    if (errno === undefined) throw error;
    return { errno, sqlMessage };
  }
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

async function isPlainTextOverNetwork(dataSource: DataSource): Promise<boolean> {
  const { host, socketPath } = dataSource.options as { host?: string; socketPath?: string };
  if (socketPath !== undefined || host === undefined || LOOPBACK.test(host)) return false;
  const [row] = await dataSource.query<{ Value: string }[]>("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
  return row === undefined || row.Value === '';
}
