import { Module } from '@nestjs/common';
import { FindingRepository } from './finding.repository.js';
import { QualityService } from './quality.service.js';

@Module({ providers: [FindingRepository, QualityService], exports: [QualityService] })
export class QualityModule {}
