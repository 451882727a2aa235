import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

export interface RouteArgument {
  /** The name that is bound; anything else where the whole is bound. */
  data?: unknown;
}

/** What the handler of a route binds of one kind, such as of the query or of the body. */
export function routeArguments(context: ExecutionContext, kind: RouteParamtypes): RouteArgument[] {
  const all =
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as
      Record<string, RouteArgument> | undefined) ?? {};
  return Object.entries(all)
    .filter(([key]) => key.startsWith(`${kind}:`))
    .map(([, argument]) => argument);
}
