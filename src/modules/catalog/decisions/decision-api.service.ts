import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../../../common/http/dto/page.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import type { Decider } from './decision-record.js';
import type { DecideBody, DeciderBody, DecisionDetailView, DecisionsQuery, DecisionView } from './decision.dto.js';
import { type DecisionDetails, type DecisionRequest, DecisionService } from './decision.service.js';

/** Decisions as the admin API shows them. */
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

/** Which fields belong to which kind; a field too many is refused as one too few is. */
function requestOf(body: DecideBody): DecisionRequest {
  const { kind, rideId, parkId, targetRideId, targetParkId, queueType } = body;
  const problems: Record<string, string[]> = {};
  const expect = (isRight: boolean, field: keyof DecideBody, message: string): void => {
    if (!isRight) problems[field] = [message];
  };
  const isRide = rideId !== undefined;
  expect(isRide !== (parkId !== undefined), 'rideId', 'exactly one of rideId and parkId is required');
  expect(kind !== 'QUEUE_OF' || isRide, 'rideId', 'QUEUE_OF is about a ride: rideId is required');
  const hasTarget = kind !== 'EXCLUDED';
  const needed = (isNeeded: boolean, field: keyof DecideBody) => {
    const message = isNeeded ? `${field} is required for ${kind}` : `${field} must be left out here`;
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
