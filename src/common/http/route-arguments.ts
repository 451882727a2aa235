import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

export interface RouteArgument {
  /** Position among the parameters of the handler. */
  index: number;
  /** The bound name; not a string if the whole query or body is bound. */
  data?: unknown;
}

/** The arguments of one kind, such as query or body, that the handler of a route binds. */
export function routeArguments(context: ExecutionContext, kind: RouteParamtypes): RouteArgument[] {
  const all =
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as
      Record<string, RouteArgument> | undefined) ?? {};
  return Object.entries(all)
    .filter(([key]) => key.startsWith(`${kind}:`))
    .map(([, argument]) => argument);
}
