import { Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController, WorkerOnly } from '../../common/http/admin-controller.js';
import { ApiPage, type Page, PageQuery } from '../../common/http/dto/page.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { CollectionDayQuery, CollectionDayView } from './collection-day.dto.js';
import { CollectorApiService } from './collector-api.service.js';
import { CollectionRunView, CollectorStatusView, StartedCollectionView } from './collector.dto.js';

@AdminController('collector', 'admin: collection', { writes: ['import'] })
export class CollectorController {
  constructor(private readonly collector: CollectorApiService) {}

  @Get('status')
  @ApiOperation({ summary: 'Schedule, last run, and last result of each destination' })
  @ApiOkResponse({ type: CollectorStatusView })
  status(): Promise<CollectorStatusView> {
    return this.collector.status();
  }

  @Get('runs')
  @ApiOperation({ summary: 'Cycles of live collection, with the failed destinations and the reasons' })
  @ApiPage(CollectionRunView, 'Runs, newest first')
  runs(@Query() query: PageQuery): Promise<Page<CollectionRunView>> {
    return this.collector.runs(query);
  }

  @Get('day')
  @ApiOperation({
    summary: 'The cycles of a UTC day: what each destination stored in each five minutes, and its failures',
  })
  @ApiOkResponse({ type: CollectionDayView })
  day(@Query() { date }: CollectionDayQuery): Promise<CollectionDayView> {
    return this.collector.day(date);
  }

  @Post('run')
  @HttpCode(202)
  @WorkerOnly()
  @ApiOperation({ summary: 'Start a cycle now, in addition to the schedule; it runs in the background' })
  @ApiAcceptedResponse({ type: StartedCollectionView })
  @ApiErrors('COLLECTION_IN_PROGRESS', 'NOT_A_WORKER')
  run(): Promise<StartedCollectionView> {
    return this.collector.run();
  }
}
