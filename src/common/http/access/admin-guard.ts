import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Request, Response } from 'express';
import { CsrfTokenError, ForbiddenError, UnauthorizedError } from '../http-errors.js';
import { AdminAccess, type Principal, type RefusalReason } from './admin-access.js';
import { isRead, setPrincipal } from './admitted-request.js';
import { RefusedKeys } from './refused-keys.js';
import { scopesOf } from './scopes.js';

export const CSRF_HEADER_NAME = 'X-CSRF-Token';
/** Node provides header names in lower case. */
const CSRF_HEADER = 'x-csrf-token';
/**
 * Admits requests to admin routes: with a key or session, with the scopes of the route, and by a session only with its CSRF token
 * unless the request is a read. Looks its services up on the first request: a command that loads a module for its services
 * then needs no HttpModule, and makes no key file.
 */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(private readonly moduleRef: ModuleRef) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const access = await this.moduleRef.get(AdminAccess, { strict: false }).of(context);
    if ('refusal' in access) {
      this.moduleRef.get(RefusedKeys, { strict: false }).count(request, access.refusal);
      http.getResponse<Response>().setHeader('WWW-Authenticate', challengeOf(access.refusal));
      throw new UnauthorizedError(access.refusal);
    }
    const { principal } = access;
    setPrincipal(request, principal);
    if (!isRead(request)) refuseForgery(principal, request.headers[CSRF_HEADER]);
    refuseMissingScopes(principal, context);
    return true;
  }
}

const challengeOf = (reason: RefusalReason): string =>
  reason === 'MISSING' || reason === 'SESSION_ENDED'
    ? 'Bearer realm="admin"'
    : 'Bearer realm="admin", error="invalid_token"';

function refuseForgery({ session }: Principal, given: string | string[] | undefined): void {
  if (session === null) return;
  if (typeof given !== 'string' || !areEqual(given, session.csrfToken)) throw new CsrfTokenError(given !== undefined);
}

/** Compares in constant time for any length. */
const areEqual = (left: string, right: string): boolean => timingSafeEqual(sha256(left), sha256(right));
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

function refuseMissingScopes({ name, scopes }: Principal, context: ExecutionContext): void {
  const required = scopesOf(context);
  if (required === undefined) throw new Error(`${context.getHandler().name} declares no scope`);
  const missing = required.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) throw new ForbiddenError(name, missing);
}
