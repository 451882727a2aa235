import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { type ExecutionContext, RequestMethod, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

/** What a key may do. `read` is every read of `/api/admin` except keys and the audit log, which need `keys`. */
export const SCOPES = ['read', 'import', 'quality', 'metadata', 'storage', 'keys'] as const;
export type Scope = (typeof SCOPES)[number];

/** Names of the security schemes in the OpenAPI document. */
export const ADMIN_SECURITY = 'admin';
export const SESSION_SECURITY = 'session';
export const CSRF_SECURITY = 'csrf';

/** The scopes that the routes of a controller need, all of them; no scope: any admin key. */
export interface ControllerScopes {
  reads?: readonly Scope[];
  /** Required by a controller with routes other than GET. */
  writes?: readonly Scope[];
}

const KEY_IN_BODY = 'key-in-body';
/** The key is in the body of the request, not in its headers. */
export const KeyInBody = () => SetMetadata(KEY_IN_BODY, true);
export const hasKeyInBody = (handler: object): boolean => Reflect.getMetadata(KEY_IN_BODY, handler) === true;

const SCOPES_KEY = 'admin-scopes';
const READ: readonly Scope[] = ['read'];

/** Declares the scopes of every route of a controller. @throws for a route that changes something without a scope */
export function RouteScopes({ reads = READ, writes }: ControllerScopes): ClassDecorator {
  return (controller) => {
    const prototype = controller.prototype as object;
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      const handler: unknown = descriptor.value;
      if (typeof handler !== 'function') continue;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) continue;
      const isRead = method === RequestMethod.GET;
      const scopes = isRead ? reads : writes;
      if (scopes === undefined)
        throw new Error(`${controller.name}.${name}: the controller declares no scope for writes`);
      Reflect.defineMetadata(SCOPES_KEY, scopes, handler);
      if (!hasKeyInBody(handler)) documentScopes(prototype, name, descriptor, { scopes, isRead });
    }
  };
}

/** The key, or a session, which needs the CSRF token in addition for everything but reads. */
function documentScopes(
  prototype: object,
  name: string,
  descriptor: PropertyDescriptor,
  { scopes, isRead }: { scopes: readonly Scope[]; isRead: boolean },
): void {
  const roles = [...scopes];
  ApiSecurity({ [ADMIN_SECURITY]: roles })(prototype, name, descriptor);
  ApiSecurity({ [SESSION_SECURITY]: roles, ...(isRead ? {} : { [CSRF_SECURITY]: [] }) })(prototype, name, descriptor);
}

/** The scopes of a route; undefined: it declares none, and no key may use it. */
export function scopesOf(context: ExecutionContext): readonly Scope[] | undefined {
  return Reflect.getMetadata(SCOPES_KEY, context.getHandler()) as readonly Scope[] | undefined;
}
