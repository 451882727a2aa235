import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import type { DayUse } from '../../park-use/day-use.js';
import { ParkLiveUse } from '../park-live-use.entity.js';

/** The use of a park on a local day, by the observations up to an instant. */
export interface LiveUse {
  parkId: number;
  localDate: string;
  newestMs: number;
  dayUse: DayUse;
}

/** Rows of park_live_use. */
@Injectable()
export class LiveUseRepository {
  constructor(@InjectRepository(ParkLiveUse) private readonly uses: Repository<ParkLiveUse>) {}

  async findAll(parkId: number | null): Promise<LiveUse[]> {
    const rows = await this.uses.findBy(parkId === null ? {} : { parkId });
    return rows.map(({ newestAt, ...use }) => ({ ...use, newestMs: newestAt.getTime() }));
  }

  async save({ newestMs, ...use }: LiveUse): Promise<void> {
    await this.uses.upsert({ ...use, newestAt: new Date(newestMs) }, ['parkId']);
  }
}
