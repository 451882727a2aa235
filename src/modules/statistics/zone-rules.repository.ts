import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { ParkTimeZoneRules } from './entities/park-stats.entity.js';
import type { StoredRules } from './stored-zone-rules.js';
import { hasStatistics, type ParkZone, selectParkZones } from './zone-rules.sql.js';

export type ZoneRecord = Omit<ParkTimeZoneRules, 'rules'> & { rules: StoredRules };

/** The rules of time zones that the stored days of parks follow. */
@Injectable()
export class ZoneRulesRepository {
  constructor(@InjectRepository(ParkTimeZoneRules) private readonly rules: Repository<ParkTimeZoneRules>) {}

  async findParks(): Promise<ParkZone[]> {
    return selectParkZones(this.rules.manager);
  }

  async findRules(parkId: number): Promise<StoredRules> {
    const { rules } = await this.rules.findOneByOrFail({ parkId });
    return rules as StoredRules;
  }

  async hasStatistics(parkId: number): Promise<boolean> {
    return hasStatistics(this.rules.manager, parkId);
  }

  async store(manager: EntityManager, record: ZoneRecord): Promise<void> {
    await manager.withRepository(this.rules).upsert(record, ['parkId']);
  }
}
