import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { queryErrorsOf } from '../../common/database/data-source-options.js';

/** Where the server keeps its data. */
export interface ServerPlace {
  hostName: string;
  dataFolder: string;
}

/** What the server and the connections to it tell of the disk. */
@Injectable()
export class DatabaseDiskRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findPlace(): Promise<ServerPlace> {
    const [row] = await this.dataSource.query<ServerPlace[]>('SELECT @@hostname AS hostName, @@datadir AS dataFolder');
    return row!;
  }

  /** Since a statement of this process last failed because the disk was full; null: none did. */
  sinceFullMs(): number | null {
    return queryErrorsOf(this.dataSource)?.sinceFullMs ?? null;
  }
}
