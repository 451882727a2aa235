import { Module } from '@nestjs/common';
import { FindingRepository } from './finding.repository.js';
import { ResolutionRepository } from './resolution/resolution.repository.js';
import { QualityService } from './quality.service.js';

@Module({
  providers: [FindingRepository, QualityService, ResolutionRepository],
  exports: [QualityService, ResolutionRepository],
})
export class QualityModule {}
