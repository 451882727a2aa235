import {
  type BodyOf,
  type Method,
  type paths,
  type PathsWith,
  type RequestOptions,
  type Schemas,
  WarehouseClient,
} from '../../../client/src/index.js';
import { BASE_PATH } from '../base-path.js';

export type { Schemas };

interface Middleware {
  onRequest: (sent: { request: Request }) => Request;
  onResponse: (received: { response: Response; schemaPath: string }) => void;
  /** Whether a request that was refused may succeed now. */
  mayRepeat: (refused: { response: Response; request: Request }) => Promise<boolean>;
}

let middleware: Middleware | null = null;

const REVALIDATE_MS = 1_000;
let revalidateUntilMs = 0;

/** Requests of the next second ask the server, even if the browser has a response that still counts as fresh. */
export function revalidate(): void {
  revalidateUntilMs = Date.now() + REVALIDATE_MS;
}

/** The package's requests, with what the session adds to them. */
async function send(url: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(url, Date.now() < revalidateUntilMs ? { ...init, cache: 'no-cache' } : init);
  if (middleware === null) return fetch(request);
  const { onRequest, onResponse, mayRepeat } = middleware;
  // A body can be sent once only.
  const again = request.clone();
  let response = await fetch(onRequest({ request }));
  if (await mayRepeat({ response, request })) response = await fetch(onRequest({ request: again }));
  onResponse({ response, schemaPath: new URL(request.url).pathname.slice(BASE_PATH.length) });
  return response;
}

/** Queries are repeated by the query client, so that the page can show the error meanwhile. */
const BASE_URL = window.location.origin + BASE_PATH;
const client = new WarehouseClient({ baseUrl: BASE_URL, prefix: '/api', retries: 0, fetch: send });

/** Parameters of paths and queries are apart from the rest. */
type Init<Path extends keyof paths, M extends Method> = Omit<RequestOptions<Path, M>, 'path' | 'query'> & {
  params?: Omit<RequestOptions<Path, M>, 'body' | 'signal'>;
};

function call<M extends Method>(method: M) {
  type Call = (path: string, options: object) => Promise<unknown>;
  return <Path extends PathsWith<M>>(path: Path, init?: Init<Path, M>): Promise<BodyOf<Path, M>> => {
    const { params = {}, ...rest } = (init ?? {}) as { params?: object };
    return (client[method] as Call).call(client, path, { ...params, ...rest }) as Promise<BodyOf<Path, M>>;
  };
}

/** One typed function for each method, from the OpenAPI document. */
export const api = {
  GET: call('get'),
  POST: call('post'),
  PUT: call('put'),
  PATCH: call('patch'),
  DELETE: call('delete'),
  /** Adds a handler of every request and response. */
  use: (added: Middleware): void => {
    middleware = added;
  },
};

/** The body of a successful response. @throws ApiError for an error response, NetworkError if there is none */
export const bodyOf = <Body>(sending: Promise<Body>): Promise<Body> => sending;
