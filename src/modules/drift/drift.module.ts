import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ThemeparksApiModule } from '../themeparks-api/themeparks-api.module.js';
import { DriftCheckHandler, DriftSamplesHandler, DriftService } from './drift.service.js';
import { ResponseShapeRow } from './response-shape.entity.js';
import { ResponseShapeRepository } from './response-shape.sql.js';
import { ShapeSampler } from './shape-sampler.js';

/** Notices when the source changes the shape of its responses. */
@Module({
  imports: [TypeOrmModule.forFeature([ResponseShapeRow]), FindingsModule, JobsModule, ThemeparksApiModule],
  providers: [DriftCheckHandler, DriftSamplesHandler, DriftService, ResponseShapeRepository, ShapeSampler],
  exports: [DriftService],
})
export class DriftModule {}
