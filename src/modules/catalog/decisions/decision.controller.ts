import { Body, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../../common/http/controllers.js';
import { ApiErrors } from '../../../common/http/dto/api-errors.js';
import { ApiPage, type Page } from '../../../common/http/dto/page.js';
import { InternalId } from '../../../common/http/dto/path-ids.js';
import { DecisionApiService } from './decision-api.service.js';
import { DecideBody, DeciderBody, DecisionDetailView, DecisionsQuery, DecisionView } from './decision.dto.js';

@AdminController('catalog/decisions', 'admin: catalogue')
export class DecisionController {
  constructor(private readonly decisions: DecisionApiService) {}

  @Get()
  @ApiOperation({ summary: 'Decisions about what rides and parks are' })
  @ApiPage(DecisionView, 'Newest first')
  list(@Query() query: DecisionsQuery): Promise<Page<DecisionView>> {
    return this.decisions.list(query);
  }

  @Get(':decisionId')
  @ApiOperation({ summary: 'A decision; of a park that is another one, with its rides' })
  @ApiOkResponse({ type: DecisionDetailView })
  @ApiErrors('DECISION_NOT_FOUND')
  one(@InternalId('decisionId') decisionId: number): Promise<DecisionDetailView> {
    return this.decisions.get(decisionId);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Decide that a ride or park is another one, that a ride is a queue of another one, or leave it out',
    description:
      'Statistics of the days concerned are computed anew; lists and live state follow at once, search and rankings within ' +
      'a minute. Raw observations never change. A park that is another one brings its rides along: each is linked to its partner there, ' +
      'found by name and place, and those without a partner go on as rides of the other park.',
  })
  @ApiCreatedResponse({ type: DecisionDetailView })
  @ApiErrors('RIDE_NOT_FOUND', 'PARK_NOT_FOUND', 'DECISION_CONFLICT', 'MAPPING_CONFLICT')
  decide(@Body() body: DecideBody): Promise<DecisionDetailView> {
    return this.decisions.decide(body);
  }

  @Post(':decisionId/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Undo a decision, with a note; everything is as if it had not been made' })
  @ApiOkResponse({ type: DecisionDetailView })
  @ApiErrors('DECISION_NOT_FOUND', 'DECISION_CONFLICT')
  undo(@InternalId('decisionId') decisionId: number, @Body() body: DeciderBody): Promise<DecisionDetailView> {
    return this.decisions.undo(decisionId, body);
  }

  @Delete(':decisionId')
  @ApiOperation({ summary: 'Undo a decision; the same as POST …/undo without a note' })
  @ApiOkResponse({ type: DecisionDetailView })
  @ApiErrors('DECISION_NOT_FOUND', 'DECISION_CONFLICT')
  remove(@InternalId('decisionId') decisionId: number): Promise<DecisionDetailView> {
    return this.decisions.undo(decisionId, {});
  }
}
