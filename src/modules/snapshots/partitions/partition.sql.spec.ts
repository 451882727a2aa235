import { retryReason } from '../../../common/database/database-errors.js';
import { PartitionLockError } from './partition.sql.js';

describe('partitions that another process changes for a long time', () => {
  it('are requested again, like a row that another writer locks', () => {
    expect(retryReason(new PartitionLockError(60))).toBe('collision');
  });
});
