import { Module } from '@nestjs/common';
import { ArchiveFilesRepository } from './archive-files.repository.js';
import { FindingRepository } from './finding.repository.js';
import { FindingsService, ResolutionService } from './findings.service.js';
import { ResolutionRepository } from './resolution.repository.js';

@Module({
  providers: [ArchiveFilesRepository, FindingRepository, FindingsService, ResolutionRepository, ResolutionService],
  exports: [FindingsService, ResolutionService],
})
export class FindingsModule {}
