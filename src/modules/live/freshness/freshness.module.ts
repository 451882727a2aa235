import { Module } from '@nestjs/common';
import { ExclusionsModule } from '../../exclusions/exclusions.module.js';
import { FreshnessRepository } from './freshness.repository.js';
import { FreshnessService } from './freshness.service.js';

@Module({
  imports: [ExclusionsModule],
  providers: [FreshnessRepository, FreshnessService],
  exports: [FreshnessService],
})
export class FreshnessModule {}
