import { Module } from '@nestjs/common';
import { DecisionApiService } from './decisions/decision-api.service.js';
import { DecisionController } from './decisions/decision.controller.js';
import { DecisionModule } from './decisions/decision.module.js';

/** The admin API of the catalogue. */
@Module({
  imports: [DecisionModule],
  controllers: [DecisionController],
  providers: [DecisionApiService],
})
export class CatalogAdminApiModule {}
