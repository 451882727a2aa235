import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { currentRequestId } from '../../logging/app-logger.js';
import { toPublicError } from '../public-error.js';
import type { Principal } from './admin-access.js';
import { isRead, isRecorded, markRecorded, principalIfAny } from './admitted-request.js';
import { type AuditEntry, AuditTrail, withChangeNote } from './audit-trail.js';

const MAX_TARGET = 255;
const FIRST_FAILURE = 500;

/** Records every admin write that its guard has admitted, before its response is sent. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(private readonly trail: AuditTrail) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const principal = principalIfAny(request);
    if (principal === undefined || isRead(request)) return next.handle();
    return from(this.audited(request, principal, next));
  }

  private async audited(request: Request, principal: Principal, next: CallHandler): Promise<unknown> {
    markRecorded(request);
    const note: { before?: unknown } = {};
    const entry = (): AuditEntry => ({ ...entryOf(request, principal), stateBefore: note.before ?? null });
    try {
      const result: unknown = await withChangeNote(note, () =>
        lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined }),
      );
      await this.trail.record({ ...entry(), stateAfter: result });
      return result;
    } catch (error) {
      await this.trail.record({ ...entry(), ...failureOf(error) });
      throw error;
    }
  }
}

/** An entry of a request that succeeds. */
function entryOf(request: Request, { keyId, name }: Principal): AuditEntry {
  const route = (request.route as { path?: string } | undefined)?.path ?? request.path;
  return {
    ...{ actorKind: 'KEY', keyId, actor: name, action: `${request.method} ${route}` },
    target: request.originalUrl.split('?')[0]!.slice(0, MAX_TARGET),
    ...{ requestBody: request.body as unknown, stateBefore: null, stateAfter: null },
    ...{ requestId: currentRequestId() ?? null, outcome: 'DONE', errorCode: null },
  };
}

function failureOf(error: unknown): Pick<AuditEntry, 'outcome' | 'errorCode'> {
  const { status, code } = toPublicError(error);
  return { outcome: status >= FIRST_FAILURE ? 'FAILED' : 'REFUSED', errorCode: code };
}

/**
 * The entry of an admin write that a guard refuses after its key was found to count, for example because a scope or the CSRF token
 * is missing, or the process is not a worker; null: another request, or one that is recorded already.
 */
export function unrecordedRefusal(request: Request, error: unknown): AuditEntry | null {
  const principal = principalIfAny(request);
  if (principal === undefined || isRead(request) || isRecorded(request)) return null;
  return { ...entryOf(request, principal), ...failureOf(error) };
}
