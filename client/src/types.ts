import type { components, paths } from './schema.gen.js';

/** The schemas of the OpenAPI document by name. */
export type Schemas = components['schemas'];

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The operation of a path and method. */
type Operation<Path extends keyof paths, M extends Method> = paths[Path][M];

/** The paths with this method. */
export type PathsWith<M extends Method> = {
  [Path in keyof paths]: Operation<Path, M> extends { responses: unknown } ? Path : never;
}[keyof paths];

type ParametersOf<Op> = Op extends { parameters: infer Parameters } ? Parameters : never;
type PathOption<Op> = ParametersOf<Op> extends { path: infer Values } ? { path: Values } : { path?: never };
type QueryOption<Op> =
  ParametersOf<Op> extends { query: infer Values }
    ? { query: Values }
    : ParametersOf<Op> extends { query?: infer Values }
      ? { query?: NonNullable<Values> | undefined }
      : { query?: never };
type JsonContent<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never;
type BodyOption<Op> = Op extends { requestBody: infer Request }
  ? { body: JsonContent<Request> }
  : Op extends { requestBody?: infer Request }
    ? { body?: JsonContent<NonNullable<Request>> }
    : { body?: never };

/** Parameters of a request. */
export type RequestOptions<Path extends keyof paths, M extends Method> = PathOption<Operation<Path, M>> &
  QueryOption<Operation<Path, M>> &
  BodyOption<Operation<Path, M>> & { signal?: AbortSignal | undefined };

/** The options may be left out if none is required. */
export type OptionArguments<Path extends keyof paths, M extends Method> =
  Record<never, never> extends RequestOptions<Path, M>
    ? [options?: RequestOptions<Path, M>]
    : [options: RequestOptions<Path, M>];

type SuccessOf<Responses> = Responses[Extract<keyof Responses, 200 | 201 | 202>];

/** The body of a successful response. */
export type BodyOf<Path extends keyof paths, M extends Method> =
  Operation<Path, M> extends { responses: infer Responses } ? JsonContent<SuccessOf<Responses>> : never;

/** The paths with several pages. */
export type PagedPath = {
  [Path in PathsWith<'get'>]: BodyOf<Path, 'get'> extends { page: { limit: number } } ? Path : never;
}[PathsWith<'get'>];

/** The paths of lists, whose items are in `data`. */
export type ListPath = {
  [Path in PagedPath]: BodyOf<Path, 'get'> extends { data: unknown[] } ? Path : never;
}[PagedPath];

export type ItemOf<Path extends ListPath> = BodyOf<Path, 'get'> extends { data: (infer Item)[] } ? Item : never;
