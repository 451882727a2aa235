import { grantsGive } from './granted-rights.js';
import { examineServer, type ServerFacts } from './server-rules.js';

const facts = (
  version: string,
  { variables = {}, ...overrides }: Partial<ServerFacts> & { variables?: Record<string, string> } = {},
): ServerFacts => ({
  server: {
    family: version.includes('MariaDB') ? 'MariaDB' : 'MySQL',
    version,
    variables: new Map(Object.entries({ table_definition_cache: '4000', local_infile: 'ON', ...variables })),
  },
  session: { sqlMode: 'STRICT_ALL_TABLES', timeZone: '+00:00', isolation: 'READ-COMMITTED' },
  missingPrivileges: [],
  schema: '`parks`',
  account: '`reader`@`%`',
  isReadOnly: false,
  canReadFileSizes: true,
  isPlainTextOverNetwork: false,
  ...overrides,
});
const found = (given: ServerFacts): string[] => examineServer(given).map(({ level, name }) => `${level} ${name}`);
const SESSION = { sqlMode: 'STRICT_ALL_TABLES', timeZone: '+00:00', isolation: 'READ-COMMITTED' };

describe('the check of the database server', () => {
  it.each(['10.11.19-MariaDB', '11.8.9-MariaDB-0+deb13u1 from Debian', '8.4.8', '9.7.4-2'])(
    'has nothing against %s with the recommended settings',
    (version) => {
      expect(found(facts(version))).toEqual([]);
    },
  );

  it.each([
    ['an old MariaDB', facts('10.5.9-MariaDB'), 'MUST version'],
    ['an old MySQL', facts('8.0.18'), 'MUST version'],
    ['an even older MySQL', facts('5.7.44'), 'MUST version'],
    ['a version that is not supported', facts('8.0.36'), 'SHOULD version'],
    ['a session without strict mode', facts('9.7.4', { session: { ...SESSION, sqlMode: 'ANSI' } }), 'MUST sql_mode'],
    ['a session in another zone', facts('9.7.4', { session: { ...SESSION, timeZone: 'SYSTEM' } }), 'MUST time_zone'],
    [
      'a session with another isolation',
      facts('9.7.4', { session: { ...SESSION, isolation: 'REPEATABLE-READ' } }),
      'MUST transaction_isolation',
    ],
    ['a user that may only read', facts('9.7.4', { missingPrivileges: ['INSERT'] }), 'MUST privileges'],
    ['a user that may not change tables', facts('9.7.4', { missingPrivileges: ['ALTER'] }), 'PROBLEM privileges'],
    ['a server that refuses writes', facts('9.7.4', { isReadOnly: true }), 'PROBLEM read_only'],
    [
      'a node without its cluster',
      facts('10.11.19-MariaDB', { variables: { wsrep_on: 'OFF', wsrep_cluster_address: 'gcomm://db1,db2' } }),
      'PROBLEM wsrep_on',
    ],
    [
      'a binary log of statements',
      facts('11.8.9-MariaDB', { variables: { log_bin: 'ON', binlog_format: 'STATEMENT' } }),
      'MUST binlog_format',
    ],
    ['a user that cannot see file sizes', facts('9.7.4', { canReadFileSizes: false }), 'SHOULD PROCESS'],
    ['plain text over the network', facts('9.7.4', { isPlainTextOverNetwork: true }), 'SHOULD TLS'],
    [
      'a small table cache',
      facts('9.7.4', { variables: { table_definition_cache: '400' } }),
      'SHOULD table_definition_cache',
    ],
    [
      'a log that is flushed late',
      facts('9.7.4', { variables: { innodb_flush_log_at_trx_commit: '2' } }),
      'SHOULD innodb_flush_log_at_trx_commit',
    ],
    ['small packets', facts('9.7.4', { variables: { max_allowed_packet: '1048576' } }), 'SHOULD max_allowed_packet'],
    ['imports without LOAD DATA', facts('9.7.4', { variables: { local_infile: 'OFF' } }), 'SHOULD local_infile'],
    ['a common file', facts('9.7.4', { variables: { innodb_file_per_table: 'OFF' } }), 'SHOULD innodb_file_per_table'],
  ])('names %s', (_, given, finding) => {
    expect(found(given)).toEqual([finding]);
  });

  it.each([
    [{ variables: { table_definition_cache: '400' } }, 'table_definition_cache = 4000'],
    [{ missingPrivileges: ['INSERT', 'DELETE'] }, 'GRANT INSERT, DELETE ON `parks`.* TO `reader`@`%`'],
    [{ missingPrivileges: ['ALTER'] }, 'GRANT ALTER ON `parks`.* TO `reader`@`%`'],
    [{ variables: { local_infile: 'OFF' } }, 'SET PERSIST local_infile = ON'],
    [{ canReadFileSizes: false }, 'GRANT PROCESS ON *.* TO `reader`@`%`'],
    [{ isReadOnly: true }, 'SET GLOBAL read_only = OFF'],
    [{ variables: { log_bin: 'ON', binlog_format: 'STATEMENT' } }, 'binlog_format = ROW'],
  ])('prints the line to change: %j', (given, line) => {
    const [finding] = examineServer(facts('9.7.4', given));
    expect(finding!.text).toContain(line);
  });

  it('accepts a statement format without a binary log, and other formats with one', () => {
    expect(found(facts('9.7.4', { variables: { log_bin: 'OFF', binlog_format: 'STATEMENT' } }))).toEqual([]);
    expect(found(facts('9.7.4', { variables: { log_bin: 'ON', binlog_format: 'MIXED' } }))).toEqual([]);
  });
});

describe('what grants give without a probe', () => {
  const NEEDED = ['SELECT', 'CREATE VIEW'];
  it.each([
    ['all rights on the schema', ['GRANT ALL PRIVILEGES ON `theme_park`.* TO `u`@`%`'], true],
    ['a name written as a pattern', ['GRANT SELECT, CREATE VIEW ON `theme\\_park`.* TO `u`@`%`'], true],
    [
      'rights on all schemas, with the password',
      ["GRANT ALL PRIVILEGES ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*1' WITH GRANT OPTION"],
      true,
    ],
    ['two grants', ['GRANT SELECT ON *.* TO `u`@`%`', 'GRANT CREATE VIEW ON `theme_park`.* TO `u`@`%`'], true],
    ['a lack', ['GRANT SELECT, SHOW VIEW ON `theme_park`.* TO `u`@`%`'], false],
    ['another schema', ['GRANT ALL PRIVILEGES ON `theme-park`.* TO `u`@`%`'], false],
    ['one table', ['GRANT ALL PRIVILEGES ON `theme_park`.`rides` TO `u`@`%`'], false],
    ['a role', ['GRANT `all` TO `u`@`%`', 'GRANT ALL PRIVILEGES ON `theme_park`.* TO `all`'], false],
  ])('knows %s', (_, grants, isEnough) => {
    expect(grantsGive(grants, 'theme_park', NEEDED)).toBe(isEnough);
  });
});
