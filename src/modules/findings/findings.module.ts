import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ArchiveFilesRepository } from './archive-files.sql.js';
import { DataQualityLog, DataQualityLogHistory } from './data-quality-log.entity.js';
import { FindingRepository } from './finding.repository.js';
import { FindingsService, ResolutionService } from './findings.service.js';
import { ResolutionRepository } from './resolution.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([DataQualityLog, DataQualityLogHistory])],
  providers: [ArchiveFilesRepository, FindingRepository, FindingsService, ResolutionRepository, ResolutionService],
  exports: [FindingsService, ResolutionService],
})
export class FindingsModule {}
