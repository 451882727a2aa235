import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { queryErrorsOf } from '../../common/database/data-source-options.js';

/** Host and folder of the server's data. */
export interface ServerPlace {
  hostName: string;
  dataFolder: string;
}

/** What the server and its connections report about the disk. */
@Injectable()
export class DatabaseDiskRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findPlace(): Promise<ServerPlace> {
    const [row] = await this.dataSource.query<ServerPlace[]>('SELECT @@hostname AS hostName, @@datadir AS dataFolder');
    return row!;
  }

  /** Time since a statement of this process last failed because the disk was full; null if none did. */
  sinceFullMs(): number | null {
    return queryErrorsOf(this.dataSource)?.sinceFullMs ?? null;
  }
}
