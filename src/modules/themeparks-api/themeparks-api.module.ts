import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiAccountService } from './api-account.service.js';
import { EntityClient, LiveClient } from './api-clients.js';
import { ApiExchange } from './api-exchange.js';
import { ApiBudget, ApiBudgetLease } from './budgets/api-budget.entity.js';
import { ApiBudgetRepository } from './budgets/api-budget.repository.js';
import { RequestGate } from './budgets/request-gate.js';
import { SharedBudgets } from './budgets/shared-budgets.service.js';
import { HistoryClient } from './history-client.js';
import { MonotonicTimer, RequestScheduler } from './request-scheduler.js';
import { ResponseTap } from './response-tap.js';
import { RetriedRequests } from './retried-requests.js';

/** The ThemeParks.wiki API: the requests of all processes share its budgets. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiBudget, ApiBudgetLease])],
  providers: [
    ApiAccountService,
    ApiBudgetRepository,
    ApiExchange,
    EntityClient,
    HistoryClient,
    LiveClient,
    MonotonicTimer,
    RequestGate,
    RequestScheduler,
    ResponseTap,
    RetriedRequests,
    SharedBudgets,
  ],
  exports: [ApiAccountService, EntityClient, HistoryClient, LiveClient, MonotonicTimer, ResponseTap],
})
export class ThemeparksApiModule {}
