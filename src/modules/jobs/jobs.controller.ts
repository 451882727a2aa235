import { Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { Scope } from '../../common/http/access/scopes.js';
import { AdminController, WorkerOnly } from '../../common/http/admin-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { JobsService } from './jobs.service.js';
import { JobRunPageView, JobRunsQuery, JobView, StartedJobView } from './jobs.dto.js';

/** A job may be any work. */
const ANY_JOB: readonly Scope[] = ['import', 'quality', 'metadata', 'storage'];

@AdminController('jobs', 'admin: jobs', { writes: ANY_JOB })
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  @Get()
  @ApiOperation({ summary: 'All scheduled jobs with schedule, next run, holder, and how the last runs ended' })
  @ApiOkResponse({ type: [JobView] })
  list(): Promise<JobView[]> {
    return this.jobs.list();
  }

  @Get(':name/runs')
  @ApiOperation({ summary: 'The runs of a job in all processes, kept for JOB_HISTORY_DAYS' })
  @ApiParam({ name: 'name', example: 'quality-check', description: 'Name of a job of the list' })
  @ApiOkResponse({ type: JobRunPageView })
  @ApiErrors('JOB_NOT_FOUND')
  runs(@Param('name') name: string, @Query() query: JobRunsQuery): Promise<JobRunPageView> {
    return this.jobs.runs(name, query);
  }

  @Post(':name/run')
  @HttpCode(202)
  @WorkerOnly()
  @ApiOperation({ summary: 'Start a job now, in addition to its schedule; it runs in the background' })
  @ApiParam({ name: 'name', example: 'quality-check', description: 'Name of a job of the list' })
  @ApiAcceptedResponse({ type: StartedJobView })
  @ApiErrors('JOB_NOT_FOUND', 'JOB_IN_PROGRESS', 'NOT_A_WORKER', 'CLOCK_DISAGREES')
  run(@Param('name') name: string): Promise<StartedJobView> {
    return this.jobs.start(name);
  }
}
