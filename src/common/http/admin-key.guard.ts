import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AdminKeyService, bearerKeyOf } from './admin-key.service.js';
import { UnauthorizedError } from './http-errors.js';
import { RefusedKeys } from './refused-keys.js';

@Injectable()
export class AdminKeyGuard implements CanActivate {
  constructor(
    private readonly adminKey: AdminKeyService,
    private readonly refusedKeys: RefusedKeys,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (this.adminKey.isGivenBy(request)) return true;
    const isMissing = bearerKeyOf(request) === undefined;
    this.refusedKeys.count(request);
    const challenge = isMissing ? 'Bearer realm="admin"' : 'Bearer realm="admin", error="invalid_token"';
    http.getResponse<Response>().setHeader('WWW-Authenticate', challenge);
    throw new UnauthorizedError();
  }
}
