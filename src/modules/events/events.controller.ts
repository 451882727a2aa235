import { Get, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PublicController } from '../../common/http/public-controller.js';
import { AdminController } from '../../common/http/admin-controller.js';
import { InternalIdList } from '../../common/http/dto/request-fields.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ReadsPrimary } from '../../common/http/read-source.interceptor.js';
import { EventsService } from './events.service.js';

const EVENT_STREAM = { 'text/event-stream': { schema: { type: 'string' } } } as const;
const HOW =
  ' Events have an id: a client that reconnects with it in Last-Event-ID gets the events of the last hour that it missed, some of them twice, ' +
  'or a `reset` if it was away for longer. A comment every 15 seconds keeps the connection open.';

export class LiveEventsQuery {
  @InternalIdList({
    required: false,
    maxIds: 50,
    example: '1,7',
    description: 'Internal ids of at most 50 parks, separated by commas; default: all parks',
  })
  parkIds?: number[];
}

@AdminController('events', 'admin: events')
export class AdminEventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @ApiOperation({
    summary: 'Server-sent events: progress of imports, states of jobs, finished cycles, new findings',
    description: `Types: import, job, cycle, finding.${HOW} The stream ends with the key or session.`,
  })
  @ApiOkResponse({ description: 'An endless stream', content: EVENT_STREAM })
  @ApiErrors('EVENTS_BUSY', 'TOO_MANY_EVENT_STREAMS')
  stream(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.events.streamAdmin(request, response);
  }
}

@PublicController('live/events', 'live')
@ReadsPrimary()
export class LiveEventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @ApiOperation({
    summary: 'Server-sent events: parks whose live board may have changed',
    description: `Type: live, with the park; read its live board then.${HOW}`,
  })
  @ApiOkResponse({ description: 'An endless stream', content: EVENT_STREAM })
  @ApiErrors('EVENTS_BUSY', 'TOO_MANY_EVENT_STREAMS')
  stream(@Req() request: Request, @Res() response: Response, @Query() { parkIds }: LiveEventsQuery): Promise<void> {
    return this.events.streamLive(request, response, parkIds ?? null);
  }
}
