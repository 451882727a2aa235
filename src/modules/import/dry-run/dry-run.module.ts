import { Module } from '@nestjs/common';
import { CatalogModule } from '../../catalog/catalog.module.js';
import { ImportModule } from '../import.module.js';
import { DryRunService } from './dry-run.service.js';
import { KnownEntitiesRepository } from './known-entities.repository.js';

@Module({
  imports: [CatalogModule, ImportModule],
  providers: [DryRunService, KnownEntitiesRepository],
  exports: [DryRunService],
})
export class DryRunModule {}
