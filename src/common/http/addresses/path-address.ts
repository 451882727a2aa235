import {
  type ArgumentMetadata,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import { ApiExtraModels, ApiParam, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Request } from 'express';
import {
  DestinationNotFoundError,
  type DomainError,
  ParkNotFoundError,
  RideNotFoundError,
} from '../../domain-error.js';
import { requestedUrl } from '../request-url.js';
import { MAX_INTERNAL_ID } from '../dto/request-fields.js';
import {
  type AddressParameter,
  EntityAddresses,
  hasSlug,
  parseAddress,
  SLUG_PATTERN,
  MovedError,
  MovedView,
} from './entity-address.js';

interface RawAddress {
  text: string;
  request: Request;
}

/** Replaces `@Param`, because the validation pipe would convert "0x1" to 1. */
const RawPathAddress = createParamDecorator((name: AddressParameter, context: ExecutionContext): RawAddress => {
  const request = context.switchToHttp().getRequest<Request<Record<string, string>>>();
  return { text: request.params[name] ?? '', request: request };
});

/** The errors for addresses without an entity. */
export const notFound: Readonly<Record<AddressParameter, (address: string) => DomainError>> = {
  destinationId: (address) => new DestinationNotFoundError(address),
  parkId: (address) => new ParkNotFoundError(address),
  rideId: (address) => new RideNotFoundError(address),
};

/** Converts the address of an entity in a path to its internal id. A former slug redirects to the present one. */
@Injectable()
export class EntityAddressPipe implements PipeTransform<RawAddress, Promise<number>> {
  constructor(private readonly addresses: EntityAddresses) {}

  async transform({ text, request }: RawAddress, { data }: ArgumentMetadata): Promise<number> {
    const parameter = data as AddressParameter;
    const address = parseAddress(parameter, text);
    if (address.form === 'ID') return address.id;
    const found = await this.addresses.find(parameter, address);
    if (found === null) throw notFound[parameter](text);
    if (found.slug !== null && found.slug !== text) throw new MovedError(movedUrl(request, parameter, found.slug));
    return found.id;
  }
}

/** The URL as the client sent it, with another value of one path parameter; the query stays. */
function movedUrl(request: Request, parameter: AddressParameter, slug: string): string {
  const [path, ...query] = requestedUrl(request).split('?');
  const segments = path!.replace(/\/+$/, '').split('/');
  const route = String((request.route as { path: string }).path).split('/');
  // counted from the end, because the prefix may have a version
  segments[segments.length - route.length + route.indexOf(`:${parameter}`)] = slug;
  return [segments.join('/'), ...query].join('?');
}

const EXAMPLES = { id: 1, uuid: '89db5d43-c434-4097-b71f-f6869f495a22' };

export function addressSchema(parameter: AddressParameter) {
  const forms = [
    { type: 'integer', minimum: 1, maximum: MAX_INTERNAL_ID, description: 'Internal id' },
    { type: 'string', format: 'uuid', description: 'UUID at ThemeParks.wiki' },
    ...(hasSlug(parameter) ? [{ type: 'string', pattern: SLUG_PATTERN, description: 'Slug' }] : []),
  ];
  return { anyOf: forms, example: EXAMPLES.id };
}

/** The redirect from a former slug. */
export const MOVED = {
  status: 308,
  description: 'The slug is a former one: the same request, with the present slug',
  headers: { Location: { description: 'Path and query of that request', schema: { type: 'string' as const } } },
  content: { 'application/json': { schema: { $ref: getSchemaPath(MovedView) } } },
};

/** Binds and documents the address of an entity in one place, so that the two cannot differ. */
function pathAddress(name: AddressParameter): ParameterDecorator {
  const forms = hasSlug(name)
    ? 'Internal id, UUID at ThemeParks.wiki, or slug'
    : 'Internal id, or UUID at ThemeParks.wiki';
  return (target, key, index) => {
    if (key === undefined) throw new TypeError('A path parameter belongs to a handler, not to a constructor');
    RawPathAddress(name, EntityAddressPipe)(target, key, index);
    const handler = Object.getOwnPropertyDescriptor(target, key);
    if (handler === undefined) return;
    ApiParam({ name, description: forms, schema: addressSchema(name) })(target, key, handler);
    if (!hasSlug(name)) return;
    ApiExtraModels(MovedView)(target, key, handler);
    ApiResponse(MOVED)(target, key, handler);
  };
}

/** The path parameter `:destinationId`: the internal id of the addressed destination. */
export const DestinationAddress = (): ParameterDecorator => pathAddress('destinationId');

/** The path parameter `:parkId`: the internal id of the addressed park. */
export const ParkAddress = (): ParameterDecorator => pathAddress('parkId');

/** The path parameter `:rideId`: the internal id of the addressed ride. */
export const RideAddress = (): ParameterDecorator => pathAddress('rideId');
