import { Module } from '@nestjs/common';
import { ConfigModule } from './common/config/config.module.js';
import { DatabaseModule } from './common/database/database.module.js';
import { HttpModule } from './common/http/http.module.js';
import { TimeModule } from './common/time/clock.js';
import { ENTITIES, MIGRATIONS } from './schema.js';

/** The basis of every program: settings, clock, database. */
@Module({
  imports: [
    ConfigModule,
    HttpModule,
    TimeModule,
    DatabaseModule.forSchema({ entities: ENTITIES, migrations: MIGRATIONS }),
  ],
})
export class CoreModule {}
