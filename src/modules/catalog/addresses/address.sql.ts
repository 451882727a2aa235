import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { slugAddress } from '../../../common/http/addresses/entity-address.js';
import { EntitySlug, type SlugKind } from '../entities/entity-slug.entity.js';
import { Destination, Park } from '../entities/park.entity.js';
import { Ride, RideAlias } from '../entities/ride.entity.js';

const SLUGS = tableOf(EntitySlug);
const slug = columnsOf(EntitySlug, 's');
const present = columnsOf(EntitySlug, 'c');
const { entityKind, slug: slugColumn, entityId, isPresent } = columnsOf(EntitySlug);

/** SQL of the present slug of an entity; null: it has none. */
export const presentSlugSql = (kind: SlugKind, idColumn: string): string =>
  `(SELECT MAX(${slug.slug}) FROM ${SLUGS} s
     WHERE ${slug.entityKind} = '${kind}' AND ${slug.entityId} = ${idColumn} AND ${slug.isPresent} = 1)`;

/**
 * Makes the reported slug the present one of an entity. A slug that another entity has, or once had, stays with that entity; this
 * one gets it with a number. Always in the caller's transaction.
 */
export async function keepSlug(
  manager: EntityManager,
  kind: SlugKind,
  id: number,
  reported: string | null,
): Promise<void> {
  const wanted = slugAddress(reported ?? '');
  if (wanted === null) return;
  const own = await ownSlugs(manager, kind, id);
  for (const candidate of numberedSlugs(wanted)) {
    const known = own.find((one) => one.slug === candidate);
    if (known?.isPresent === 1) return;
    if (known === undefined && !(await insertIfFree(manager, kind, id, candidate))) continue;
    await manager.query(
      `UPDATE ${SLUGS} SET ${isPresent} = (${slugColumn} = ?) WHERE ${entityKind} = ? AND ${entityId} = ?`,
      [candidate, kind, id],
    );
    return;
  }
}

async function ownSlugs(
  manager: EntityManager,
  kind: SlugKind,
  id: number,
): Promise<{ slug: string; isPresent: number }[]> {
  return manager.query(
    `SELECT ${slugColumn} AS slug, ${isPresent} AS isPresent FROM ${SLUGS} WHERE ${entityKind} = ? AND ${entityId} = ?`,
    [kind, id],
  );
}

async function insertIfFree(manager: EntityManager, kind: SlugKind, id: number, candidate: string): Promise<boolean> {
  const { affectedRows } = await manager.query<{ affectedRows: number }>(
    `INSERT IGNORE INTO ${SLUGS} (${entityKind}, ${slugColumn}, ${entityId}, ${isPresent}) VALUES (?, ?, ?, 0)`,
    [kind, candidate, id],
  );
  return affectedRows === 1;
}

/** Finds entities by their UUIDs and slugs. */
@Injectable()
export class AddressRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findDestinationId(themeparksWikiId: string): Promise<number | null> {
    const { destinationId, themeparksWikiId: uuid } = columnsOf(Destination);
    return this.findId(`SELECT ${destinationId} AS id FROM ${tableOf(Destination)} WHERE ${uuid} = ?`, [
      themeparksWikiId,
    ]);
  }

  async findParkId(themeparksWikiId: string): Promise<number | null> {
    const { parkId, themeparksWikiId: uuid } = columnsOf(Park);
    return this.findId(`SELECT ${parkId} AS id FROM ${tableOf(Park)} WHERE ${uuid} = ?`, [themeparksWikiId]);
  }

  /** By any UUID of the ride, including further ones. */
  async findRideId(themeparksWikiId: string): Promise<number | null> {
    const [ride, alias] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];
    return this.findId(
      `SELECT COALESCE(
         (SELECT ${ride.rideId} FROM ${tableOf(Ride)} r WHERE ${ride.themeparksWikiId} = ?),
         (SELECT ${alias.rideId} FROM ${tableOf(RideAlias)} a WHERE ${alias.themeparksWikiId} = ?)) AS id`,
      [themeparksWikiId, themeparksWikiId],
    );
  }

  /** The entity that has, or once had, the slug, and its present one. */
  async findBySlug(kind: SlugKind, wanted: string): Promise<{ id: number; slug: string } | null> {
    const [found] = await this.dataSource.manager.query<{ id: number; slug: string }[]>(
      `SELECT ${slug.entityId} AS id, ${present.slug} AS slug
         FROM ${SLUGS} s JOIN ${SLUGS} c ON ${present.entityKind} = ${slug.entityKind}
          AND ${present.entityId} = ${slug.entityId} AND ${present.isPresent} = 1
        WHERE ${slug.entityKind} = ? AND ${slug.slug} = ?`,
      [kind, wanted],
    );
    return found ?? null;
  }

  private async findId(sql: string, values: unknown[]): Promise<number | null> {
    const [found] = await this.dataSource.manager.query<{ id: number | null }[]>(sql, values);
    return found?.id ?? null;
  }
}

const MAX_SAME_SLUGS = 1_000;

/** The slug itself, then `epic-2`, `epic-3` and so on, for entities whose source reports the same slug. */
function* numberedSlugs(slug: string): Generator<string> {
  yield slug;
  for (let number = 2; number <= MAX_SAME_SLUGS; number++) yield `${slug}-${number}`;
}
