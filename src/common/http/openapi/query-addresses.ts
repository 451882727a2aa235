import type { ErrorCode } from '../../domain-error.js';
import { MOVED } from '../addresses/path-address.js';
import { errorExample, errorSchemaOf } from './api-errors.js';

interface Parameter {
  name: string;
  in: string;
  schema?: { anyOf?: unknown; type?: unknown };
}

interface ErrorContent {
  description: string;
  content?: { 'application/json': { examples?: Record<string, unknown> } };
}

export interface AddressedOperation {
  parameters?: Parameter[];
  responses: Record<string, object>;
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  destinationId: 'DESTINATION_NOT_FOUND',
  parkId: 'PARK_NOT_FOUND',
  rideId: 'RIDE_NOT_FOUND',
};

/** Documents the responses of operations to addresses in the query: 404 for those of nothing, 308 for former slugs. */
export function documentQueryAddresses({ parameters = [], responses }: AddressedOperation): void {
  const addressed = parameters.filter(
    ({ name, in: place, schema }) => place === 'query' && name in CODES && schema?.anyOf,
  );
  if (addressed.length === 0) return;
  // @nestjs/swagger adds the type of the converted value
  for (const { schema } of addressed) delete schema!.type;
  const known = responses['404'] as ErrorContent | undefined;
  const codes = new Set([
    ...(Object.keys(known?.content?.['application/json'].examples ?? {}) as ErrorCode[]),
    ...addressed.map(({ name }) => CODES[name]!),
  ]);
  responses['404'] = {
    description: known?.description ?? '',
    content: {
      'application/json': {
        schema: errorSchemaOf([...codes]),
        examples: Object.fromEntries([...codes].map((code) => [code, errorExample(code)])),
      },
    },
  };
  if (addressed.some(({ name }) => name !== 'rideId')) {
    const { status: _, ...moved } = MOVED;
    responses['308'] ??= moved;
  }
}
