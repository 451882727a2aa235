import { Module } from '@nestjs/common';
import { ConfigModule } from './common/config/config.module.js';
import { HttpModule } from './common/http/http.module.js';
import { HealthModule } from './modules/health/health.module.js';

/** The HTTP application. */
@Module({ imports: [ConfigModule, HttpModule, HealthModule] })
export class AppModule {}
