import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Principal } from './admin-access.js';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
export const isRead = ({ method = '' }: IncomingMessage): boolean => SAFE_METHODS.includes(method);

const PRINCIPAL = Symbol('principal');
const RECORDED = Symbol('recorded');
type AdmittedRequest = IncomingMessage & { [PRINCIPAL]?: Principal; [RECORDED]?: true };

export function setPrincipal(request: AdmittedRequest, principal: Principal): void {
  request[PRINCIPAL] = principal;
}

/** Who sent an admin request; undefined for other requests. */
export const principalIfAny = (request: AdmittedRequest): Principal | undefined => request[PRINCIPAL];

/** Whether the audit log has an entry of the request, or will have. */
export const isRecorded = (request: AdmittedRequest): boolean => request[RECORDED] === true;
export function markRecorded(request: AdmittedRequest): void {
  request[RECORDED] = true;
}

/** Binds who sent an admin request. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const principal = principalIfAny(context.switchToHttp().getRequest<Request>());
  if (principal === undefined) throw new Error('The route is not an admin route');
  return principal;
});
