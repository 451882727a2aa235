import { Module } from '@nestjs/common';
import { ReplicaCheck } from './replica-check.service.js';
import { ReplicaWatch } from './replica-watch.service.js';

/** Checks of the replicas on request, for commands. */
@Module({ providers: [ReplicaCheck], exports: [ReplicaCheck] })
export class ReplicaModule {}

/** Regular checks of the replicas, in a process that serves requests. */
@Module({ imports: [ReplicaModule], providers: [ReplicaWatch] })
export class ReplicaWatchModule {}
