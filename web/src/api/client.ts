import createClient from 'openapi-fetch';
import { ApiError, NetworkError } from './errors.js';
import type { components, paths } from './schema.gen.js';

export type Schemas = components['schemas'];

/** One typed function for each method, from the OpenAPI document. */
export const api = createClient<paths>({ baseUrl: window.location.origin });

interface Sent<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of a successful response. @throws ApiError for an error response, NetworkError if there is none */
export async function bodyOf<Data>(sending: Promise<Sent<Data>>): Promise<Data> {
  const { data, error, response } = await sending.catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
    throw new NetworkError();
  });
  if (data !== undefined) return data;
  throw ApiError.of(response.status, error, response.headers.get('Retry-After'));
}
