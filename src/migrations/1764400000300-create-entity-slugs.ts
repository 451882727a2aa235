import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, holdsRows, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'entity_slugs',
    body: `
      entity_kind ENUM('DESTINATION','PARK') NOT NULL,
      slug VARCHAR(255) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      entity_id INT UNSIGNED NOT NULL,
      is_present BOOLEAN NOT NULL,
      PRIMARY KEY (entity_kind, slug),
      KEY ix_entity_slugs_entity (entity_kind, entity_id)
    `,
  },
];

/** Slugs that can be an address. Of several entities with the same slug, the oldest gets it, and the others get it with a number. */
const fillSql = (kind: string, table: string, id: string): string => `
  INSERT IGNORE INTO entity_slugs (entity_kind, slug, entity_id, is_present)
  SELECT '${kind}', IF(e.place = 1, e.slug, CONCAT(e.slug, '-', e.place)), e.${id}, 1
    FROM (SELECT ${id}, LOWER(slug) AS slug, ROW_NUMBER() OVER (PARTITION BY LOWER(slug) ORDER BY ${id}) AS place
            FROM ${table}
           WHERE LOWER(slug) REGEXP '^[a-z0-9][a-z0-9._-]{1,199}$' AND LOWER(slug) REGEXP '[a-z]'
             AND LOWER(slug) NOT REGEXP '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') e
   ORDER BY e.place, e.${id}`;

/** Records the slugs of destinations and parks for ever, so that addresses outlive a change at the source. */
export class CreateEntitySlugs1764400000300 implements MigrationInterface {
  name = 'CreateEntitySlugs1764400000300';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    if (await holdsRows(runner, 'entity_slugs')) return;
    await runner.query(fillSql('DESTINATION', 'destinations', 'destination_id'));
    await runner.query(fillSql('PARK', 'parks', 'park_id'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
