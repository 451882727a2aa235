import type { FactoryProvider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { replicasOf } from '../dialect/dialect.js';
import { ReadReplicas } from './read-replicas.js';

/** Provides the replicas of the data source that is provided beside it, or null. */
export const REPLICAS_PROVIDER: FactoryProvider<ReadReplicas | null> = {
  provide: ReadReplicas,
  inject: [getDataSourceToken()],
  useFactory: replicasOf,
};
