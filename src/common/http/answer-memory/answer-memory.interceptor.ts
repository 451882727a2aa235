import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AppConfig } from '../../config/app-config.js';
import { Clock } from '../../time/clock.js';
import { isCacheable } from '../public-cache.js';
import { AnswerMemory, type KeptAnswer } from './answer-memory.js';

const MAX_CHARACTERS = 32_000_000;

/**
 * Answers the same request again from memory, where every cache between here and the client might do so as well: the answer
 * says its age, so that nobody keeps it for longer than it may be kept. It stands behind the rate limit and the checks of
 * the request, and before the database: a page that goes around the world costs one query a second.
 */
@Injectable()
export class AnswerMemoryInterceptor implements NestInterceptor {
  private readonly memory: AnswerMemory;

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    this.memory = new AnswerMemory(config.PUBLIC_ANSWER_MEMORY_MS, MAX_CHARACTERS);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.config.PUBLIC_ANSWER_MEMORY_MS === 0 || !isCacheable(context)) return next.handle();
    const http = context.switchToHttp();
    return from(this.answer(http.getRequest<Request>(), http.getResponse<Response>(), next));
  }

  private async answer(request: Request, response: Response, next: CallHandler): Promise<string> {
    const { body, etag, cacheControl, ageMs } = await this.memory.recall(
      request.originalUrl,
      this.clock.now().getTime(),
      async () => keptAnswer(await lastValueFrom(next.handle() as Observable<unknown>), response),
    );
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Cache-Control', cacheControl);
    if (etag !== undefined) response.setHeader('ETag', etag);
    if (ageMs >= 1_000) response.setHeader('Age', Math.floor(ageMs / 1_000));
    return body;
  }
}

/** As the framework would send it: its own ETag, worked out once. */
function keptAnswer(value: unknown, response: Response): KeptAnswer {
  const body = JSON.stringify(value);
  const etagOf = response.app.get('etag fn') as ((body: string, encoding: string) => string) | undefined;
  return { body, etag: etagOf?.(body, 'utf8'), cacheControl: String(response.getHeader('Cache-Control')) };
}
