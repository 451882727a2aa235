import { retryReason } from '../../../common/database/database-errors.js';
import { PartitionLockError } from './partition.sql.js';

describe('partitions that another process is changing for long', () => {
  it('are asked for again, like a row that another writer holds', () => {
    expect(retryReason(new PartitionLockError(60))).toBe('collision');
  });
});
