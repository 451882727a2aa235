import { Module } from '@nestjs/common';
import { ArchiveFilesRepository } from './archive-files.repository.js';
import { FindingRepository } from './finding.repository.js';
import { FindingsService } from './findings.service.js';
import { ResolutionRepository } from './resolution/resolution.repository.js';
import { ResolutionService } from './resolution/resolution.service.js';

@Module({
  providers: [ArchiveFilesRepository, FindingRepository, FindingsService, ResolutionRepository, ResolutionService],
  exports: [FindingsService, ResolutionService],
})
export class FindingsModule {}
