import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ModuleRef } from '@nestjs/core';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import type { Request } from 'express';
import { from, type Observable, switchMap } from 'rxjs';
import { type FieldOptions, MAX_INTERNAL_ID, WholeNumber } from '../dto/request-fields.js';
import { requestedUrl } from '../request-url.js';
import { routeArguments } from '../route-arguments.js';
import { type AddressParameter, EntityAddresses, readAddress, MovedError } from './entity-address.js';
import { addressSchema, notFound } from './path-address.js';

/** The address fields of a DTO. */
const ADDRESS_FIELDS = 'address-fields';

/**
 * Converts addresses in queries (UUIDs and slugs) to internal ids, before the query is validated. A former slug redirects to the
 * present one. Other text is left to the validation.
 */
@Injectable()
export class QueryAddressInterceptor implements NestInterceptor {
  constructor(private readonly moduleRef: ModuleRef) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const addressed = addressFieldsOf(context).filter((name) => isAddress(name, request.query[name]));
    if (addressed.length === 0) return next.handle();
    return from(this.resolve(request, addressed)).pipe(switchMap(() => next.handle()));
  }

  /** @throws ParkNotFoundError and the like, MovedError */
  private async resolve(request: Request, names: readonly AddressParameter[]): Promise<void> {
    const addresses = this.moduleRef.get(EntityAddresses, { strict: false });
    const query: Record<string, unknown> = { ...request.query };
    for (const name of names) {
      const text = query[name] as string;
      const address = readAddress(name, text);
      if (address === null || address.form === 'ID') continue;
      const found = await addresses.find(name, address);
      if (found === null) throw notFound[name](text);
      if (found.slug !== null && found.slug !== text) throw new MovedError(movedUrl(request, name, found.slug));
      query[name] = String(found.id);
    }
    // Express reads the query anew at each access
    Object.defineProperty(request, 'query', { value: query, configurable: true, writable: true });
  }
}

/** The address fields of the query DTO of a route. */
function addressFieldsOf(context: ExecutionContext): readonly AddressParameter[] {
  const types = Reflect.getMetadata(
    'design:paramtypes',
    context.getClass().prototype as object,
    context.getHandler().name,
  ) as ({ prototype: object } | undefined)[] | undefined;
  return routeArguments(context, RouteParamtypes.QUERY).flatMap(({ index }) => {
    const dto = types?.[index];
    return dto === undefined ? [] : ((Reflect.getMetadata(ADDRESS_FIELDS, dto.prototype) ?? []) as AddressParameter[]);
  });
}

/** Whether a value is an address other than an internal id. */
function isAddress(name: AddressParameter, value: unknown): boolean {
  const address = typeof value === 'string' ? readAddress(name, value) : null;
  return address !== null && address.form !== 'ID';
}

/** The URL as the client sent it, with another value of one query parameter. */
function movedUrl(request: Request, name: AddressParameter, slug: string): string {
  const [path, query = ''] = requestedUrl(request).split('?');
  const values = new URLSearchParams(query);
  values.set(name, slug);
  return `${path}?${values.toString()}`;
}

/** An id, UUID or slug in a query; the handler gets the internal id. */
function addressField(name: AddressParameter, options: FieldOptions): PropertyDecorator {
  const { required = true, description, example = 42 } = options;
  return (target, key) => {
    const known = (Reflect.getMetadata(ADDRESS_FIELDS, target) ?? []) as AddressParameter[];
    Reflect.defineMetadata(ADDRESS_FIELDS, [...known, name], target);
    const schema = {
      anyOf: addressSchema(name).anyOf,
      required,
      description,
      example,
    } as unknown as ApiPropertyOptions;
    const rules = [...(required ? [] : [IsOptional()]), WholeNumber(), Min(1), Max(MAX_INTERNAL_ID)];
    applyDecorators(ApiProperty(schema), ...rules)(target, key);
  };
}

/** The query parameter `parkId`: internal id, UUID or slug. */
export const ParkAddressField = (options: FieldOptions = {}): PropertyDecorator => addressField('parkId', options);

/** The query parameter `rideId`: internal id or UUID. */
export const RideAddressField = (options: FieldOptions = {}): PropertyDecorator => addressField('rideId', options);

/** The query parameter `destinationId`: internal id, UUID or slug. */
export const DestinationAddressField = (options: FieldOptions = {}): PropertyDecorator =>
  addressField('destinationId', options);
