import { Body, Delete, Get, HttpCode, Injectable, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../../common/http/admin-controller.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { ApiBodyExample } from '../../../common/http/openapi/body-example.js';
import { ApiPage, type Page, pageOf } from '../../../common/http/dto/page.js';
import { InternalId } from '../../../common/http/dto/path-ids.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { DecideBody, DeciderBody, DecisionDetailView, DecisionsQuery, DecisionView } from './decision.dto.js';
import type { Decider } from './decision.js';
import { type DecisionDetails, type DecisionRequest, DecisionService } from './decision.service.js';

/** Decisions for the admin API. */
@Injectable()
export class DecisionApiService {
  constructor(private readonly decisions: DecisionService) {}

  async list(query: DecisionsQuery): Promise<Page<DecisionView>> {
    const { data, total } = await this.decisions.list(query, query.limit, query.offset);
    return pageOf(data, total, query);
  }

  /** @throws DecisionNotFoundError */
  async get(decisionId: number): Promise<DecisionDetailView> {
    return detailView(await this.decisions.get(decisionId));
  }

  /** @throws ValidationFailedError, RideNotFoundError, ParkNotFoundError, DecisionConflictError, MappingConflictError */
  async decide(body: DecideBody): Promise<DecisionDetailView> {
    return detailView(await this.decisions.decide(requestOf(body), deciderOf(body)));
  }

  /** @throws DecisionNotFoundError, DecisionConflictError */
  async undo(decisionId: number, body: DeciderBody): Promise<DecisionDetailView> {
    return detailView(await this.decisions.undo(decisionId, deciderOf(body)));
  }
}

export const deciderOf = ({ note, decidedBy }: DeciderBody): Decider => {
  return { note: note ?? null, decidedBy: decidedBy ?? null };
};

function detailView({ decision, children, withoutPartner }: DecisionDetails): DecisionDetailView {
  return { ...decision, rides: children, withoutPartner };
}

/** Checks which fields belong to which kind: superfluous fields are refused as well as missing ones. */
function requestOf(body: DecideBody): DecisionRequest {
  const { kind, rideId, parkId, targetRideId, targetParkId, queueType } = body;
  const problems: Record<string, string[]> = {};
  const expect = (isRight: boolean, field: keyof DecideBody, message: string): void => {
    if (!isRight) problems[field] = [message];
  };
  const isRide = rideId !== undefined;
  expect(isRide !== (parkId !== undefined), 'rideId', 'exactly one of rideId and parkId is required');
  expect(kind !== 'QUEUE_OF' || isRide, 'rideId', 'rideId is required for QUEUE_OF');
  const hasTarget = kind !== 'EXCLUDED';
  const needed = (isNeeded: boolean, field: keyof DecideBody) => {
    const message = isNeeded
      ? `${field} is required for ${kind}`
      : `${field} is not allowed for ${kind} of a ${isRide ? 'ride' : 'park'}`;
    expect((body[field] !== undefined) === isNeeded, field, message);
  };
  needed(hasTarget && isRide, 'targetRideId');
  needed(hasTarget && !isRide, 'targetParkId');
  needed(kind === 'QUEUE_OF', 'queueType');
  const isOther = (own: number | undefined, target: number | undefined) => target === undefined || target !== own;
  expect(isOther(rideId, targetRideId), 'targetRideId', 'targetRideId must be another ride');
  expect(isOther(parkId, targetParkId), 'targetParkId', 'targetParkId must be another park');
  if (Object.keys(problems).length > 0) throw new ValidationFailedError(problems);
  if (kind === 'QUEUE_OF') return { kind, rideId: rideId!, targetRideId: targetRideId!, queueType: queueType! };
  if (isRide) return { kind, rideId, targetRideId: targetRideId ?? null };
  return { kind, parkId: parkId!, targetParkId: targetParkId ?? null };
}

@AdminController('catalog/decisions', 'admin: catalogue', { writes: ['metadata'] })
export class DecisionController {
  constructor(private readonly decisions: DecisionApiService) {}

  @Get()
  @ApiOperation({ summary: 'Decisions about the identity of rides and parks' })
  @ApiPage(DecisionView, 'Newest first')
  list(@Query() query: DecisionsQuery): Promise<Page<DecisionView>> {
    return this.decisions.list(query);
  }

  @Get(':decisionId')
  @ApiOperation({ summary: 'A decision; if it merges two parks, with the decisions about their rides' })
  @ApiOkResponse({ type: DecisionDetailView })
  @ApiErrors('DECISION_NOT_FOUND')
  one(@InternalId('decisionId') decisionId: number): Promise<DecisionDetailView> {
    return this.decisions.get(decisionId);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary:
      'Decide that a ride or park is the same as another one, that a ride is a queue of another ride, or exclude it',
    description:
      'Statistics of the affected days are recomputed. Lists and live state change at once, search and rankings within a ' +
      'minute. Raw observations never change. Merging a park moves its rides into the other park: each ride is linked ' +
      'to its counterpart, matched by name and position; rides without one continue as rides of the other park.',
  })
  @ApiBodyExample(DecideBody, { kind: 'EXCLUDED', rideId: 1, note: 'A restroom', decidedBy: 'kim' })
  @ApiCreatedResponse({ type: DecisionDetailView })
  @ApiErrors('RIDE_NOT_FOUND', 'PARK_NOT_FOUND', 'DECISION_CONFLICT', 'MAPPING_CONFLICT')
  decide(@Body() body: DecideBody): Promise<DecisionDetailView> {
    return this.decisions.decide(body);
  }

  @Post(':decisionId/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Undo a decision, with a note: all its effects are reverted' })
  @ApiOkResponse({ type: DecisionDetailView })
  @ApiErrors('DECISION_NOT_FOUND', 'DECISION_CONFLICT')
  undo(@InternalId('decisionId') decisionId: number, @Body() body: DeciderBody): Promise<DecisionDetailView> {
    return this.decisions.undo(decisionId, body);
  }

  @Delete(':decisionId')
  @ApiOperation({ summary: 'Undo a decision; equivalent to POST …/undo without a note' })
  @ApiOkResponse({ type: DecisionDetailView })
  @ApiErrors('DECISION_NOT_FOUND', 'DECISION_CONFLICT')
  remove(@InternalId('decisionId') decisionId: number): Promise<DecisionDetailView> {
    return this.decisions.undo(decisionId, {});
  }
}
