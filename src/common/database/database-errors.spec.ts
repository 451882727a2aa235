import { QueryFailedError } from 'typeorm';
import { isDatabaseUnavailable, isDiskFull, retryReason } from './database-errors.js';

const failedWith = (fields: object): QueryFailedError =>
  new QueryFailedError('SELECT 1', [], Object.assign(new Error('message of the driver'), fields));

describe('isDatabaseUnavailable', () => {
  it.each(['PROTOCOL_CONNECTION_LOST', 'ECONNREFUSED', 'ENOENT'])('is true of a query that failed with %s', (code) => {
    expect(isDatabaseUnavailable(failedWith({ code }))).toBe(true);
  });

  it('is true of a command on an ended connection, whose error has no code', () => {
    expect(isDatabaseUnavailable(failedWith({ fatal: true }))).toBe(true);
  });

  it('is true of a connection that the server refuses', () => {
    const refusal = { code: 'ER_CON_COUNT_ERROR', errno: 1040, sqlState: '08004', sqlMessage: 'Too many connections' };
    expect(isDatabaseUnavailable(Object.assign(new Error(refusal.sqlMessage), refusal))).toBe(true);
  });

  it('is false of an invalid statement and of a missing file', () => {
    expect(isDatabaseUnavailable(failedWith({ code: 'ER_PARSE_ERROR' }))).toBe(false);
    expect(isDatabaseUnavailable(Object.assign(new Error('no such file'), { code: 'ENOENT' }))).toBe(false);
  });
});

const refused = (errno: number, sqlMessage: string, sqlState = 'HY000'): QueryFailedError =>
  new QueryFailedError('INSERT', [], Object.assign(new Error(sqlMessage), { errno, sqlMessage, sqlState }));

describe('isDatabaseUnavailable, of a server that responds,', () => {
  it.each([
    [1290, 'The MySQL server is running with the --read-only option so it cannot execute this statement'],
    [1290, 'The MySQL server is running with the --super-read-only option so it cannot execute this statement'],
    [1290, 'The MariaDB server is running with the --read-only option so it cannot execute this statement'],
    [3032, 'The server is currently in offline mode'],
  ])('is true of error %d: %s', (errno, message) => {
    expect(isDatabaseUnavailable(refused(errno, message))).toBe(true);
  });

  it.each([
    [1047, 'WSREP has not yet prepared node for application use', '08S01'],
    [
      1180,
      'Error while appending streaming replication fragment(provider status: Not connected to Primary Component)',
      'HY000',
    ],
    [3100, "Error on observer while running replication hook 'before_commit'.", 'HY000'],
  ])('is true of error %d of a node without its cluster: %s', (errno, message, state) => {
    expect(isDatabaseUnavailable(refused(errno, message, state))).toBe(true);
    expect(retryReason(refused(errno, message, state))).toBe('unavailable');
  });

  it('is false of a command that the server does not have', () => {
    expect(isDatabaseUnavailable(refused(1047, 'Unknown command', '08S01'))).toBe(false);
  });

  it('is true if the server has closed an idle connection', () => {
    const code = 'ER_CLIENT_INTERACTION_TIMEOUT';
    expect(isDatabaseUnavailable(failedWith({ code, errno: 4031, sqlMessage: 'The client was disconnected' }))).toBe(
      true,
    );
  });

  it('is false of an option that forbids a statement for good', () => {
    const message =
      'The MySQL server is running with the --secure-file-priv option so it cannot execute this statement';
    expect(isDatabaseUnavailable(refused(1290, message))).toBe(false);
  });
});

describe('isDiskFull', () => {
  it.each([
    [1114, "The table 'queue_data' is full"],
    [1021, 'Disk full (/tmp/#sql); waiting for someone to free some space... (errno: 28 "No space left on device")'],
    [1030, 'Got error 28 "No space left on device" from storage engine InnoDB'],
    [1030, 'Got error 28 from storage engine'],
    [1005, 'Can\'t create table `park`.`rides` (errno: 28 "No space left on device")'],
    [1005, 'Can\'t create table `park`.`parks` (errno: 135 "No more room in record file")'],
    [1180, 'Got error 28 "No space left on device" during COMMIT'],
    [3, 'Error writing file \'/tmp/MY1\' (Errcode: 28 "No space left on device")'],
  ])('is true of error %d: %s', (errno, message) => {
    expect(isDiskFull(refused(errno, message))).toBe(true);
    expect(retryReason(refused(errno, message))).toBe('full');
  });

  it.each([
    [1062, "Duplicate entry '28' for key 'PRIMARY'"],
    [1205, 'Lock wait timeout exceeded'],
    [1030, 'Got error 122 "Internal error" from storage engine InnoDB'],
  ])('is false of error %d: %s', (errno, message) => {
    expect(isDiskFull(refused(errno, message))).toBe(false);
  });

  it('is false of a full disk of this host, where the database may not be', () => {
    expect(
      isDiskFull(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', errno: -28 })),
    ).toBe(false);
  });
});

describe('retryReason', () => {
  it.each(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_TRANSACTION_ROLLBACK_DURING_COMMIT'])(
    'is a collision for %s',
    (code) => {
      expect(retryReason(failedWith({ code }))).toBe('collision');
    },
  );
});
