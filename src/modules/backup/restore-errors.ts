/** A backup that cannot be restored, or not into this database, which is unchanged. */
export class RestoreRefusedError extends Error {
  constructor(message: string) {
    super(`Nothing was restored: ${message}`);
    this.name = 'RestoreRefusedError';
  }
}

/** The restored rows are not those of the backup. */
export class RestoreMismatchError extends Error {
  private constructor(tables: readonly string[], consequence: string) {
    super(`After the restore, these tables differ from the backup: ${tables.join(', ')}. ${consequence}`);
    this.name = 'RestoreMismatchError';
  }

  static ofDatabase(tables: readonly string[]): RestoreMismatchError {
    return new RestoreMismatchError(tables, 'The database stays marked as unfinished.');
  }

  static rolledBack(tables: readonly string[]): RestoreMismatchError {
    return new RestoreMismatchError(tables, 'The rows were removed again.');
  }
}
