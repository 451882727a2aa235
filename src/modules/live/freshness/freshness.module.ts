import { Module } from '@nestjs/common';
import { FreshnessRepository } from './freshness.repository.js';
import { FreshnessService } from './freshness.service.js';

@Module({ providers: [FreshnessRepository, FreshnessService], exports: [FreshnessService] })
export class FreshnessModule {}
