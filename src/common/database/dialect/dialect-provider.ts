import type { FactoryProvider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { dialectOf } from './dialect.js';
import { ServerDialect } from './server-dialect.js';

/** Provides the dialect of the data source that is provided beside it. */
export const DIALECT_PROVIDER: FactoryProvider<ServerDialect> = {
  provide: ServerDialect,
  inject: [getDataSourceToken()],
  useFactory: dialectOf,
};
