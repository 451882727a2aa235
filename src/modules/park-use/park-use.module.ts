import { Module } from '@nestjs/common';
import { PublishedUseRepository } from './published-use.repository.js';
import { PublishedUseService } from './published-use.service.js';

/** A park's use of a local day: one description, which statistics, coverage, quality, freshness and live data share. */
@Module({ providers: [PublishedUseRepository, PublishedUseService], exports: [PublishedUseService] })
export class ParkUseModule {}
