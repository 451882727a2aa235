import { Module } from '@nestjs/common';
import { ArchiveFilesRepository } from './archive-files.repository.js';
import { FindingRepository } from './finding.repository.js';
import { ResolutionRepository } from './resolution/resolution.repository.js';
import { QualityService } from './quality.service.js';

@Module({
  providers: [ArchiveFilesRepository, FindingRepository, QualityService, ResolutionRepository],
  exports: [ArchiveFilesRepository, QualityService, ResolutionRepository],
})
export class QualityModule {}
