import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasColumn, holdsRows } from './sql.js';

const TABLE = 'entity_metadata';
const COLUMNS: readonly (readonly [column: string, definition: string])[] = [
  ['attraction_type', "ENUM('UNKNOWN','RIDE','SHOW','TRANSPORT','PARADE','MEET_AND_GREET','OTHER') NULL"],
  ['themeparks_wiki_park_id', 'CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NULL'],
  ['attributes', 'JSON NULL'],
];

/** The source reports attributes as keys of the entity, with an attraction type and the park's id, instead of tags. */
export class KeepAttributes1764400000240 implements MigrationInterface {
  name = 'KeepAttributes1764400000240';

  async up(runner: QueryRunner): Promise<void> {
    for (const [column, definition] of COLUMNS) {
      if (!(await hasColumn(runner, TABLE, column)))
        await runner.query(`ALTER TABLE ${TABLE} ADD COLUMN ${column} ${definition}`);
    }
  }

  /** A table with rows keeps the columns, because earlier migrations ignore them. */
  async down(runner: QueryRunner): Promise<void> {
    if (await holdsRows(runner, TABLE)) return;
    for (const [column] of COLUMNS) {
      if (await hasColumn(runner, TABLE, column)) await runner.query(`ALTER TABLE ${TABLE} DROP COLUMN ${column}`);
    }
  }
}
