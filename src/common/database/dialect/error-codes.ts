/** Error numbers by which servers report the same condition; a number means the same on every server that has it. */

/** A statement took longer than its time limit. */
export const TIME_LIMIT = { mariaDb: 1969, mySql: 3024, mySqlInterrupted: 1317 } as const;

/** The table, or a partition that a consistent view needs, was rebuilt after the view was opened. */
export const TABLE_DEFINITION_CHANGED = 1412;

/** The server writes no binary log. */
export const NO_BINARY_LOG = 1381;

/** The server runs, but accepts no statements for now: a failover or maintenance. */
const OFFLINE_MODE = 3032;
/** "The server is running with the --read-only option": a replica, as after a failover. Other options share the number. */
const OPTION_PREVENTS = 1290;
const READ_ONLY_OPTION = /--(super-|super_)?read[-_]only|offline/i;

/** The option that must be off before the server takes statements again. */
export function optionOutOfService(error: object): 'offline_mode' | 'read_only' {
  return (error as { errno?: unknown }).errno === OFFLINE_MODE ? 'offline_mode' : 'read_only';
}

/** Whether a server refuses because it is a replica or out of service, so that a later attempt may succeed. */
export function isOutOfService(error: object): boolean {
  const { errno, sqlMessage } = error as { errno?: unknown; sqlMessage?: unknown };
  if (errno === OFFLINE_MODE) return true;
  return errno === OPTION_PREVENTS && typeof sqlMessage === 'string' && READ_ONLY_OPTION.test(sqlMessage);
}
