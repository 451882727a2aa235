import { ApiError, NetworkError, retryAfterSecondsOf } from './errors.js';
import { isWorthRetrying, retryWaitMs, wait } from './retry.js';
import type {
  BodyOf,
  ItemOf,
  ListPath,
  Method,
  OptionArguments,
  PagedPath,
  PathsWith,
  RequestOptions,
} from './types.js';

export interface ClientOptions {
  /** Such as `http://127.0.0.1:3000`. */
  baseUrl: string;
  /** Sent as a bearer token, for `/api/admin`. */
  apiKey?: string | undefined;
  /** How often a request is repeated after 429 and 503. Default 3. */
  retries?: number | undefined;
  /** A longer wait than this ends with the error at once. Default 60,000. */
  maxRetryWaitMs?: number | undefined;
  /** Replaces `/api` in paths. Default `/api/v1`. */
  prefix?: string | undefined;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

interface Parameters {
  path?: object | undefined;
  query?: object | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

type QueryValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

interface PageBody {
  /** Missing in pages with other contents, which have a cursor. */
  data?: unknown[];
  page: { offset: number; total: number } | { nextCursor: string | null };
}

const DEFAULT_RETRIES = 3;
const DEFAULT_MAX_WAIT_MS = 60_000;

/** The HTTP API, with one typed function per method. */
export class WarehouseClient {
  constructor(private readonly options: ClientOptions) {}

  get<Path extends PathsWith<'get'>>(path: Path, ...[options]: OptionArguments<Path, 'get'>) {
    return this.body<Path, 'get'>('get', path, options);
  }

  post<Path extends PathsWith<'post'>>(path: Path, ...[options]: OptionArguments<Path, 'post'>) {
    return this.body<Path, 'post'>('post', path, options);
  }

  put<Path extends PathsWith<'put'>>(path: Path, ...[options]: OptionArguments<Path, 'put'>) {
    return this.body<Path, 'put'>('put', path, options);
  }

  patch<Path extends PathsWith<'patch'>>(path: Path, ...[options]: OptionArguments<Path, 'patch'>) {
    return this.body<Path, 'patch'>('patch', path, options);
  }

  delete<Path extends PathsWith<'delete'>>(path: Path, ...[options]: OptionArguments<Path, 'delete'>) {
    return this.body<Path, 'delete'>('delete', path, options);
  }

  /** The pages of a response, each requested when it is needed. */
  async *pages<Path extends PagedPath>(
    path: Path,
    ...[options]: OptionArguments<Path, 'get'>
  ): AsyncGenerator<BodyOf<Path, 'get'>, void, undefined> {
    let query = (options as Parameters | undefined)?.query;
    for (;;) {
      const body = await this.read('get', path, { ...(options as Parameters | undefined), query });
      yield body as BodyOf<Path, 'get'>;
      const next = nextQuery(query, body as PageBody);
      if (next === null) return;
      query = next;
    }
  }

  /** The items of all pages of a list. */
  async *items<Path extends ListPath>(
    path: Path,
    ...options: OptionArguments<Path, 'get'>
  ): AsyncGenerator<ItemOf<Path>, void, undefined> {
    for await (const page of this.pages<Path>(path, ...options)) yield* (page as { data: ItemOf<Path>[] }).data;
  }

  /** The whole response, for files. @throws ApiError for an error response */
  response<Path extends PathsWith<'get'>>(path: Path, ...[options]: OptionArguments<Path, 'get'>): Promise<Response> {
    return this.send('get', path, (options ?? {}) as Parameters);
  }

  private async body<Path extends PathsWith<M>, M extends Method>(
    method: M,
    path: Path,
    options: RequestOptions<Path, M> | undefined,
  ): Promise<BodyOf<Path, M>> {
    return (await this.read(method, path, (options ?? {}) as Parameters)) as BodyOf<Path, M>;
  }

  private async read(method: Method, path: string, parameters: Parameters): Promise<unknown> {
    const response = await this.send(method, path, parameters);
    if (response.status === 204) return undefined;
    try {
      return await response.json();
    } catch (error) {
      throw brokenConnection(error, parameters.signal);
    }
  }

  private async send(method: Method, path: string, parameters: Parameters): Promise<Response> {
    const { retries = DEFAULT_RETRIES, maxRetryWaitMs = DEFAULT_MAX_WAIT_MS } = this.options;
    for (let attempt = 0; ; attempt++) {
      const response = await this.sendOnce(method, path, parameters);
      if (response.ok) return response;
      const retryAfter = response.headers.get('Retry-After');
      const waitMs = retryWaitMs(attempt, retryAfterSecondsOf(retryAfter, Date.now()));
      const isLast = attempt >= retries || waitMs > maxRetryWaitMs || !isWorthRetrying(method, response.status);
      // Reading the body also frees the connection.
      const body: unknown = await response.json().catch(() => null);
      if (isLast) throw ApiError.of(response.status, body, retryAfter);
      await wait(waitMs, parameters.signal);
    }
  }

  private async sendOnce(method: Method, path: string, { path: values, query, body, signal }: Parameters) {
    const { baseUrl, prefix = '/api/v1', apiKey, fetch: send = fetch } = this.options;
    const filled = filledPath(path, (values ?? {}) as QueryValues).replace(/^\/api(?=\/)/, prefix);
    try {
      return await send(`${baseUrl.replace(/\/+$/, '')}${filled}${queryString((query ?? {}) as QueryValues)}`, {
        method: method.toUpperCase(),
        headers: {
          ...(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      throw brokenConnection(error, signal);
    }
  }
}

/** The error of an interrupted request: the reason of the caller, or a {@link NetworkError}. */
function brokenConnection(error: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted === true ? error : new NetworkError({ cause: error });
}

function filledPath(path: string, values: QueryValues): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === null) throw new TypeError(`The path parameter ${name} of ${path} is missing`);
    return encodeURIComponent(value);
  });
}

function queryString(values: QueryValues): string {
  const given = Object.entries(values).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === null ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** The query of the next page; null: there is none. */
function nextQuery(query: object | undefined, { data = [], page }: PageBody): object | null {
  if ('nextCursor' in page) return page.nextCursor === null ? null : { ...query, cursor: page.nextCursor };
  if (data.length === 0) return null;
  const offset = page.offset + data.length;
  return offset < page.total ? { ...query, offset } : null;
}
