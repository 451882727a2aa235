export { type ClientOptions, WarehouseClient } from './client.js';
export { ApiError, NetworkError } from './errors.js';
export type { BodyOf, ItemOf, ListPath, Method, PagedPath, PathsWith, RequestOptions, Schemas } from './types.js';
export type { components, operations, paths } from './schema.gen.js';
