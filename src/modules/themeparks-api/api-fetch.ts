import { hash } from 'node:crypto';
import { traced } from '../../common/tracing/tracer.js';

/** What is known of a response, filled in while it arrives. */
export interface HttpExchange {
  httpStatus: number | null;
  /** Null: no response yet, or one of another host. */
  headers: Headers | null;
  /** The body of a response that is not ok, as text. */
  errorText: string | null;
  /** Digest of the body of a successful response; null: not requested. */
  digest: string | null;
}

/** A body that equals an earlier one to the byte: its JSON is parsed only where it is needed. */
export class RepeatedBody {
  constructor(private readonly text: string) {}

  parse(): unknown {
    return JSON.parse(this.text) as unknown;
  }
}

export interface FetchInit {
  method?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface ApiAccess {
  baseUrl: string;
  apiKey: string | undefined;
  /** Called before a redirect leads to the API again, which counts as another request. */
  beforeRedirect: () => Promise<void>;
  /** The digest of an earlier body, which need not be parsed again; null: none. Undefined: no digest is computed. */
  knownDigest?: string | null | undefined;
}

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * `fetch` with the API key, and with a timeout that includes the body: the SDK's own timeout ends with the headers, so it
 * would wait forever for a server that sends only half a body. Redirects are followed here, because `fetch` would send the
 * key to every host to which one leads. It takes the unpacked part of a compressed body that was cut for the whole body
 * (findings/node-fetch-cut-compressed-body.sh), so only the parser notices that JSON is incomplete.
 * @param signal also ends the request
 * @param exchange is filled in as soon as the headers have arrived
 * @returns the parts of a response that the SDK uses; its `json` throws a SyntaxError if the body is not JSON, and returns a
 * {@link RepeatedBody} if the body has the known digest
 */
export async function fetchFromApi(
  url: string | URL,
  init: FetchInit,
  { access, signal, exchange }: { access: ApiAccess; signal: AbortSignal; exchange: HttpExchange },
) {
  const signals = init.signal === undefined ? [signal] : [init.signal, signal];
  const response = await followed(new URL(url), { ...init, signal: AbortSignal.any(signals) }, access, exchange);
  const text = await response.text();
  const { ok, status, statusText, headers } = response;
  if (!ok) exchange.errorText = text;
  else if (access.knownDigest !== undefined) exchange.digest = hash('sha256', text, 'base64');
  const isRepeated = exchange.digest !== null && exchange.digest === access.knownDigest;
  return {
    ok,
    status,
    statusText,
    headers,
    text: () => Promise.resolve(text),
    json: () => (isRepeated ? Promise.resolve(new RepeatedBody(text)) : parsed(text)),
  };
}

const parsed = async (text: string): Promise<unknown> => Promise.resolve(JSON.parse(text) as unknown);

async function followed(first: URL, init: FetchInit, access: ApiAccess, exchange: HttpExchange): Promise<Response> {
  let url = first;
  for (let redirects = 0; ; redirects++) {
    const isApi = isOfApi(url, access.baseUrl);
    const key = isApi && access.apiKey !== undefined ? { 'x-api-key': access.apiKey } : {};
    const response = await tracedFetch(url, { ...init, headers: { ...init.headers, ...key }, redirect: 'manual' });
    exchange.httpStatus = response.status;
    exchange.headers = isApi ? response.headers : null;
    const next = redirectOf(response, url);
    if (next === null) return response;
    await response.body?.cancel();
    if (redirects === MAX_REDIRECTS) throw new Error('too many redirects');
    if (isOfApi(next, access.baseUrl)) await access.beforeRedirect();
    url = next;
  }
}

function tracedFetch(url: URL, init: RequestInit): Promise<Response> {
  const attributes = { 'http.request.method': 'GET', 'server.address': url.hostname, 'url.path': url.pathname };
  return traced({ name: `GET ${url.hostname}`, kind: 'CLIENT', attributes }, async (note) => {
    const response = await fetch(url, init);
    note({ 'http.response.status_code': response.status });
    return response;
  });
}

function redirectOf({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get('location');
  if (!REDIRECTS.has(status) || location === null || !URL.canParse(location, from.href)) return null;
  const url = new URL(location, from);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}

/** Whether a URL is on the host of the API, by a connection that is as safe. Only such a request has the key. */
export function isOfApi(url: URL, baseUrl: string): boolean {
  const base = new URL(baseUrl);
  const isAsSafe = url.protocol === base.protocol || url.protocol === 'https:';
  return url.host === base.host && isAsSafe && url.username === '' && url.password === '';
}
