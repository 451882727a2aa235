import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, holdsRows, retireTables } from './sql.js';

const reference = (table: string, column: string, target: 'rides' | 'parks' | 'destinations', targetColumn: string) =>
  `CONSTRAINT fk_${table}_${column.replace(/_id$/, '')} FOREIGN KEY (${column}) REFERENCES ${target} (${targetColumn}) ON DELETE RESTRICT ON UPDATE RESTRICT`;

const QUEUE_TYPE = `ENUM('STANDBY','SINGLE_RIDER','RETURN_TIME','PAID_RETURN_TIME','BOARDING_GROUP','PAID_STANDBY')`;

const TABLES: TableDefinition[] = [
  {
    name: 'ride_listings',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      latitude DOUBLE NULL,
      longitude DOUBLE NULL,
      external_id VARCHAR(255) NULL,
      list_order INT UNSIGNED NULL,
      PRIMARY KEY (ride_id),
      ${reference('ride_listings', 'ride_id', 'rides', 'ride_id')}
    `,
  },
  {
    name: 'identity_proposals',
    body: `
      proposal_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      kind ENUM('RENUMBERED_PARK','QUEUE_ENTITIES') NOT NULL,
      park_id INT UNSIGNED NOT NULL,
      status ENUM('OPEN','CONFIRMED','REJECTED') NOT NULL DEFAULT 'OPEN',
      detected_at DATETIME(3) NOT NULL,
      decided_at DATETIME(3) NULL,
      decided_by VARCHAR(64) NULL,
      note VARCHAR(1024) NULL,
      PRIMARY KEY (proposal_id),
      KEY ix_identity_proposals_park (park_id, status),
      ${reference('identity_proposals', 'park_id', 'parks', 'park_id')}
    `,
  },
  {
    name: 'identity_proposal_pairs',
    body: `
      pair_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      proposal_id INT UNSIGNED NOT NULL,
      ride_id INT UNSIGNED NULL,
      target_ride_id INT UNSIGNED NULL,
      queue_type ${QUEUE_TYPE} NULL,
      strength ENUM('STRONG','WEAK','OPEN') NOT NULL,
      reason VARCHAR(32) NULL,
      evidence JSON NULL,
      decision_id INT UNSIGNED NULL,
      PRIMARY KEY (pair_id),
      KEY ix_identity_proposal_pairs_proposal (proposal_id),
      KEY ix_identity_proposal_pairs_ride (ride_id),
      KEY ix_identity_proposal_pairs_target_ride (target_ride_id),
      CONSTRAINT fk_identity_proposal_pairs_proposal FOREIGN KEY (proposal_id) REFERENCES identity_proposals (proposal_id) ON DELETE RESTRICT ON UPDATE RESTRICT,
      ${reference('identity_proposal_pairs', 'ride_id', 'rides', 'ride_id')},
      ${reference('identity_proposal_pairs', 'target_ride_id', 'rides', 'ride_id')}
    `,
  },
  {
    name: 'catalog_decisions',
    body: `
      decision_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      kind ENUM('SAME_AS','QUEUE_OF','EXCLUDED') NOT NULL,
      ride_id INT UNSIGNED NULL,
      park_id INT UNSIGNED NULL,
      target_ride_id INT UNSIGNED NULL,
      target_park_id INT UNSIGNED NULL,
      queue_type ${QUEUE_TYPE} NULL,
      parent_decision_id INT UNSIGNED NULL,
      proposal_id INT UNSIGNED NULL,
      note VARCHAR(1024) NULL,
      decided_by VARCHAR(64) NULL,
      decided_at DATETIME(3) NOT NULL,
      undone_at DATETIME(3) NULL,
      undone_by VARCHAR(64) NULL,
      undo_note VARCHAR(1024) NULL,
      PRIMARY KEY (decision_id),
      KEY ix_catalog_decisions_ride (ride_id, undone_at),
      KEY ix_catalog_decisions_park (park_id, undone_at),
      KEY ix_catalog_decisions_target_ride (target_ride_id, undone_at),
      KEY ix_catalog_decisions_target_park (target_park_id, undone_at),
      KEY ix_catalog_decisions_parent (parent_decision_id),
      KEY ix_catalog_decisions_proposal (proposal_id),
      ${reference('catalog_decisions', 'ride_id', 'rides', 'ride_id')},
      ${reference('catalog_decisions', 'park_id', 'parks', 'park_id')},
      ${reference('catalog_decisions', 'target_ride_id', 'rides', 'ride_id')},
      ${reference('catalog_decisions', 'target_park_id', 'parks', 'park_id')}
    `,
  },
  {
    name: 'entity_moves',
    body: `
      move_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      ride_id INT UNSIGNED NULL,
      park_id INT UNSIGNED NULL,
      from_park_id INT UNSIGNED NULL,
      to_park_id INT UNSIGNED NULL,
      from_destination_id INT UNSIGNED NOT NULL,
      to_destination_id INT UNSIGNED NOT NULL,
      cause ENUM('CATALOGUE','DECISION','UNDO') NOT NULL,
      decision_id INT UNSIGNED NULL,
      moved_at DATETIME(3) NOT NULL,
      PRIMARY KEY (move_id),
      KEY ix_entity_moves_ride (ride_id, moved_at),
      KEY ix_entity_moves_park (park_id, moved_at),
      KEY ix_entity_moves_decision (decision_id)
    `,
  },
];

/** Creates decisions of people about rides and parks, proposals for them, and moves of rides and parks. */
export class CreateCatalogDecisions1764400000030 implements MigrationInterface {
  name = 'CreateCatalogDecisions1764400000030';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    if (await holdsRows(runner, 'ride_listings')) return;
    // rides whose ids change before the next sync are found by their known positions
    await runner.query(`INSERT INTO ride_listings (ride_id, latitude, longitude, external_id)
      SELECT ride_id, latitude, longitude, external_id FROM entity_metadata WHERE latitude IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
