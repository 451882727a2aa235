import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface ParkRecord {
  parkId: number;
  destinationId: number;
  themeparksWikiId: string | null;
  name: string;
  slug: string | null;
  timezone: string | null;
}

/** All SQL that reads destinations, parks and rides. */
@Injectable()
export class CatalogRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findPark(parkId: number): Promise<ParkRecord | null> {
    const rows = await this.dataSource.manager.query<ParkRecord[]>(
      `SELECT park_id AS parkId, destination_id AS destinationId, themeparks_wiki_id AS themeparksWikiId, name, slug, timezone
         FROM parks WHERE park_id = ?`,
      [parkId],
    );
    return rows[0] ?? null;
  }
}
