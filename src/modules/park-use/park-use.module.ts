import { Module } from '@nestjs/common';
import { PublishedUseRepository } from './published-use.sql.js';
import { PublishedUseService } from './published-use.service.js';

/** Decides when a park is in use. Statistics, coverage, quality checks, freshness and live data share this decision. */
@Module({ providers: [PublishedUseRepository, PublishedUseService], exports: [PublishedUseService] })
export class ParkUseModule {}
