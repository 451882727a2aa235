import { Module } from '@nestjs/common';
import { HttpModule } from './common/http/http.module.js';
import { CoreModule } from './core.module.js';
import { HealthModule } from './modules/health/health.module.js';
import { ImportWorkerModule } from './modules/import/import-worker.module.js';

/** The HTTP application. */
@Module({ imports: [CoreModule, HttpModule, HealthModule, ImportWorkerModule] })
export class AppModule {}
