import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface KnownEntity {
  themeparksWikiId: string;
  rideId: number;
  parkId: number;
  timezone: string | null;
}

/** Looks up the entities that a dry run reads, and never adds any. */
@Injectable()
export class KnownEntitiesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findRides(themeparksWikiIds: readonly string[]): Promise<KnownEntity[]> {
    return this.dataSource.manager.query<KnownEntity[]>(
      `SELECT r.themeparks_wiki_id AS themeparksWikiId, r.ride_id AS rideId, r.park_id AS parkId, p.timezone
         FROM rides r JOIN parks p ON p.park_id = r.park_id WHERE r.themeparks_wiki_id IN (?)`,
      [themeparksWikiIds],
    );
  }

  /** The archive's UUID of the destination of a park. */
  async findDestinationOfPark(parkId: number): Promise<string | null> {
    const [row] = await this.dataSource.manager.query<{ id: string }[]>(
      `SELECT d.themeparks_wiki_id AS id FROM parks p JOIN destinations d ON d.destination_id = p.destination_id
        WHERE p.park_id = ?`,
      [parkId],
    );
    return row?.id ?? null;
  }
}
