import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ArchiveFilesRepository } from './archive-files.sql.js';
import { DataQualityLog, DataQualityLogHistory } from './data-quality-log.entity.js';
import { FindingRepository } from './finding.repository.js';
import { FindingsService, ResolutionService } from './findings.service.js';
import { GapFill } from './gap-fill.entity.js';
import { GapFillService } from './gap-fill.service.js';
import { GapFillRepository } from './gap-fill.sql.js';
import { ResolutionRepository } from './resolution.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([DataQualityLog, DataQualityLogHistory, GapFill])],
  providers: [
    ArchiveFilesRepository,
    FindingRepository,
    FindingsService,
    GapFillRepository,
    GapFillService,
    ResolutionRepository,
    ResolutionService,
  ],
  exports: [FindingsService, GapFillService, ResolutionService],
})
export class FindingsModule {}
