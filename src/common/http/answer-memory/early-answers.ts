import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Clock } from '../../time/clock.js';
import { rateHeaders, RateLimits } from '../rate-limits.js';
import { REQUEST_ID_HEADER, requestIdOf } from '../request-id.js';
import { ageHeader } from './age-header.js';
import { AnswerMemory, type FoundAnswer } from './answer-memory.js';
import { isPlainRead } from './plain-read.js';
import { sendKept } from './send-kept.js';

/**
 * Answers what is remembered ahead of everything that the framework does with a request, which costs many times as much.
 * Only what was answered with success to the very same URL is remembered, so nothing of it has to be checked again; the
 * budget of the client is, and whatever else depends on the single request is here.
 */
@Injectable()
export class EarlyAnswers {
  constructor(
    private readonly memory: AnswerMemory,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
  ) {}

  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    const found = isPlainRead(request) && this.memory.find(request.originalUrl, this.clock.now().getTime());
    if (!found) {
      next();
      return;
    }
    this.answer(found, request, response).then((isAnswered) => {
      if (!isAnswered) next();
    }, next);
  };

  private async answer(found: FoundAnswer, request: Request, response: Response): Promise<boolean> {
    // one that is being worked out is waited for; where that fails, everybody hears of it in the ordinary way
    const answer = await found.answer.catch(() => undefined);
    if (answer === undefined) return false;
    const budget = await this.limits.take('public', request.ip ?? '');
    // the guard refuses it: a budget that is used up does not mind being asked again
    if (!budget.isAllowed) return false;
    const ofRequest = [REQUEST_ID_HEADER, requestIdOf(request), ...rateHeaders(budget), ...ageHeader(found.ageMs)];
    sendKept(answer, ofRequest, request, response);
    return true;
  }
}
