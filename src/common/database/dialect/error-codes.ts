/** Error numbers by which servers report the same condition; a number means the same on every server that has it. */

/** A statement took longer than its time limit. */
export const TIME_LIMIT = { mariaDb: 1969, mySql: 3024, mySqlInterrupted: 1317 } as const;

/** The table, or a partition that a consistent view needs, was rebuilt after the view was opened. */
export const TABLE_DEFINITION_CHANGED = 1412;

/** Writers changed more rows during a rebuild of their table than the server keeps for it. */
export const TOO_MANY_ONLINE_CHANGES = 1799;

/** The server writes no binary log. */
export const NO_BINARY_LOG = 1381;

/** LOAD DATA LOCAL is refused, because `local_infile` is off: by MySQL, by MariaDB, and by older releases of MariaDB. */
export const LOCAL_DATA_REFUSED: ReadonlySet<number> = new Set([3948, 4166, 1148]);

/** The server runs, but accepts no statements for now: a failover or maintenance. */
const OFFLINE_MODE = 3032;
/** "The server is running with the --read-only option": a replica, as after a failover. Other options share the number. */
const OPTION_PREVENTS = 1290;
const READ_ONLY_OPTION = /--(super-|super_)?read[-_]only|offline/i;

/** "WSREP has not yet prepared node for application use". Other servers use the number for an unknown command of the protocol. */
const NODE_NOT_READY = 1047;
/** The commit was refused, by a Galera node that is cut off or for lack of disk space, and the transaction is rolled back. */
const COMMIT_REFUSED = 1180;
/** Group Replication cannot send the transaction to the other members. */
const REPLICATION_HOOK_FAILED = 3100;

/**
 * Messages that contain an error number of the operating system (28 is ENOSPC) or of the storage engine: MariaDB reports
 * "errno: 135" for a table that it cannot create on a full disk.
 */
export const NAMES_NO_ROOM =
  /No space left on device|No more room in record file|\b(?:errno|errcode|error):? (?:28|135)\b/i;

/** The option that must be off before the server takes statements again. */
export function optionOutOfService(error: object): 'offline_mode' | 'read_only' {
  return (error as { errno?: unknown }).errno === OFFLINE_MODE ? 'offline_mode' : 'read_only';
}

/** Whether a server refuses because it is a replica or out of service, so that a later attempt may succeed. */
export function isOutOfService(error: object): boolean {
  if (isCutOff(error)) return true;
  const { errno } = error as { errno?: unknown };
  return errno === OFFLINE_MODE || refusesWritesOnly(error);
}

/** Whether a server refuses a write because it is read-only. It can still be read. */
export function refusesWritesOnly(error: object): boolean {
  const { errno, sqlMessage } = error as { errno?: unknown; sqlMessage?: unknown };
  return errno === OPTION_PREVENTS && typeof sqlMessage === 'string' && READ_ONLY_OPTION.test(sqlMessage);
}

/** Whether a node of a cluster refuses because it has no contact with the majority of the nodes, or is still joining them. */
export function isCutOff(error: object): boolean {
  const { errno, sqlMessage, sqlState } = error as { errno?: unknown; sqlMessage?: unknown; sqlState?: unknown };
  if (errno === NODE_NOT_READY)
    return sqlState === '08S01' && typeof sqlMessage === 'string' && /WSREP/.test(sqlMessage);
  if (errno === COMMIT_REFUSED) return typeof sqlMessage === 'string' && !NAMES_NO_ROOM.test(sqlMessage);
  return errno === REPLICATION_HOOK_FAILED;
}
