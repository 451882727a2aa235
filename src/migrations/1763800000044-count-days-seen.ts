import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from './sql.js';

const TABLE = 'park_daily_stats';
const [INDEX, OLD_INDEX] = ['ix_park_daily_stats_figures', 'ix_park_daily_stats_ranking'];
const RANKED_SUMS =
  'observed_ms, wait_known_ms, wait_minutes_ms, open_ms, open_observed_ms, open_operating_ms, open_down_ms, max_wait';

/**
 * A park's observed time is that of all its rides: whether a day was seen, or only what held over from the evening before,
 * is told by how many they are. A ranking of parks reads nothing but its index, so it is in there.
 */
export class CountDaysSeen1763800000044 implements MigrationInterface {
  name = 'CountDaysSeen1763800000044';

  async up(runner: QueryRunner): Promise<void> {
    await replaceIndex(runner, OLD_INDEX, INDEX, `stat_date, park_id, ${RANKED_SUMS}, rides_tracked`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceIndex(runner, INDEX, OLD_INDEX, `stat_date, park_id, ${RANKED_SUMS}`);
  }
}

/** May be cut off between the two statements, and run again. */
async function replaceIndex(runner: QueryRunner, old: string, index: string, columns: string): Promise<void> {
  await addIndex(runner, TABLE, index, columns);
  await dropIndex(runner, TABLE, old);
}
