import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MigrationExecutor } from 'typeorm';

/** Whether the schema is the one this version was written for. An older one still serves, so this only degrades. */
@Injectable()
export class MigrationsIndicator {
  readonly key = 'migrations';

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'migrations'>> {
    const indicator = this.indicators.check('migrations');
    let pending: string[];
    try {
      pending = await this.pendingMigrations();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    return pending.length === 0 ? indicator.up() : indicator.degraded({ pending });
  }

  /** Reads only: `DataSource.showMigrations` would create the migrations table. */
  private async pendingMigrations(): Promise<string[]> {
    const pending = await new MigrationExecutor(this.dataSource).getPendingMigrations();
    return pending.map((migration) => migration.name);
  }
}
