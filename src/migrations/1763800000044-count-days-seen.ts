import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from './sql.js';

const TABLE = 'park_daily_stats';
const [INDEX, OLD_INDEX] = ['ix_park_daily_stats_figures', 'ix_park_daily_stats_ranking'];
const RANKED_SUMS =
  'observed_ms, wait_known_ms, wait_minutes_ms, open_ms, open_observed_ms, open_operating_ms, open_down_ms, max_wait';

/**
 * A park's observed time is that of all its rides. The number of rides shows whether a day was observed, or only values were carried
 * forward from the evening before. A ranking of parks reads only its index, so the index includes the number.
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

/** Can be interrupted between the two statements, and run again. */
async function replaceIndex(runner: QueryRunner, old: string, index: string, columns: string): Promise<void> {
  await addIndex(runner, TABLE, index, columns);
  await dropIndex(runner, TABLE, old);
}
