import { QueryFailedError } from 'typeorm';
import { isDiskFull } from './database-errors.js';

const failed = (errno: number, sqlMessage: string): QueryFailedError =>
  new QueryFailedError('INSERT', [], Object.assign(new Error(sqlMessage), { errno, sqlMessage }));

describe('a full disk of the database', () => {
  it.each([
    [1114, "The table 'queue_data' is full"],
    [1021, 'Disk full (/tmp/#sql); waiting for someone to free some space... (errno: 28 "No space left on device")'],
    [1030, 'Got error 28 "No space left on device" from storage engine InnoDB'],
    [1030, 'Got error 28 from storage engine'],
    [1005, 'Can\'t create table `park`.`rides` (errno: 28 "No space left on device")'],
    [1005, 'Can\'t create table `park`.`parks` (errno: 135 "No more room in record file")'],
    [3, 'Error writing file \'/tmp/MY1\' (Errcode: 28 "No space left on device")'],
  ])('is known by error %d: %s', (errno, message) => {
    expect(isDiskFull(failed(errno, message))).toBe(true);
  });

  it.each([
    [1062, "Duplicate entry '28' for key 'PRIMARY'"],
    [1205, 'Lock wait timeout exceeded'],
    [1030, 'Got error 122 "Internal error" from storage engine InnoDB'],
  ])('is not error %d: %s', (errno, message) => {
    expect(isDiskFull(failed(errno, message))).toBe(false);
  });

  it('is not a full disk of this process, whose files are others', () => {
    expect(
      isDiskFull(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', errno: -28 })),
    ).toBe(false);
  });
});
