import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  Optional,
  SetMetadata,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable, tap } from 'rxjs';
import { isReplicaFailure, ReadReplicas, type ReadScope } from '../database/replica/read-replicas.js';
import { sessionTokenOf } from './access/admin-access.js';
import { isRead } from './access/admitted-request.js';
import { rateTierOf } from './rate-limit.js';
import { ResponseCache } from './response-cache.js';

/** How old the data of a response is at most, in seconds. Only where there are replicas. */
export const DATA_AGE_HEADER = 'X-Data-Age-Seconds';

const PRIMARY_ONLY = 'reads-primary';

/** A public route that never reads from a replica. */
export const ReadsPrimary = (): MethodDecorator & ClassDecorator => SetMetadata(PRIMARY_ONLY, true);

/**
 * Lets public reads use a replica. Reads of signed-in people use the primary, which has what they have just changed, whichever
 * process did it. Runs after the guards, so that keys are read from the primary.
 */
@Injectable()
export class ReadSourceInterceptor implements NestInterceptor {
  constructor(
    @Optional() @Inject(ReadReplicas) private readonly replicas: ReadReplicas | null = null,
    cache: ResponseCache,
  ) {
    // Responses of one server must not be served between those of another.
    replicas?.onChange(() => cache.clear());
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { replicas } = this;
    const tier = replicas === null ? null : rateTierOf(context);
    if (replicas === null || tier === 'unlimited') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (tier === 'admin') {
      const written = (): void => replicas.requireCurrent();
      return isRead(request) ? next.handle() : next.handle().pipe(tap({ next: written, error: written }));
    }
    const response = http.getResponse<Response>();
    if (sessionTokenOf(request) === undefined && !readsPrimary(context)) {
      return from(this.read(replicas, response, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
    }
    setAge(response, 0);
    return next.handle();
  }

  /** If the replica fails before anything is sent, everything is read again from the primary. */
  private read(replicas: ReadReplicas, response: Response, respond: () => Promise<unknown>): Promise<unknown> {
    return replicas.read(async (scope) => {
      setAge(response, ageOf(replicas, scope));
      scope.onPrimaryOnly = () => {
        if (!response.headersSent) setAge(response, 0);
      };
      try {
        return await respond();
      } catch (error) {
        if (scope.replica === null || !isReplicaFailure(error) || response.headersSent) throw error;
        replicas.failed(scope, error);
        setAge(response, 0);
        return await respond();
      }
    });
  }
}

function ageOf(replicas: ReadReplicas, { replica }: ReadScope): number {
  return replica === null ? 0 : Math.ceil((replicas.ageMs(replica) ?? 0) / 1_000);
}

function setAge(response: Response, seconds: number): void {
  response.setHeader(DATA_AGE_HEADER, seconds);
}

const readsPrimary = (context: ExecutionContext): boolean =>
  [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(PRIMARY_ONLY, target) === true);
