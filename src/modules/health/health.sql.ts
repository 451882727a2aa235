import type { DataSource } from 'typeorm';

/** Succeeds if the database responds. */
export async function pingDatabase(dataSource: DataSource): Promise<void> {
  await dataSource.query('SELECT 1');
}
