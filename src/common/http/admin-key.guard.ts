import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AdminKeyService } from './admin-key.service.js';
import { UnauthorizedError } from './http-errors.js';

@Injectable()
export class AdminKeyGuard implements CanActivate {
  constructor(private readonly adminKey: AdminKeyService) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const given = /^Bearer +(\S+) *$/i.exec(http.getRequest<Request>().get('authorization') ?? '')?.[1];
    if (given !== undefined && this.adminKey.matches(given)) return true;
    const challenge = given === undefined ? 'Bearer realm="admin"' : 'Bearer realm="admin", error="invalid_token"';
    http.getResponse<Response>().setHeader('WWW-Authenticate', challenge);
    throw new UnauthorizedError();
  }
}
