import { Module } from '@nestjs/common';
import { PartitionStatusRepository } from './partition-status.repository.js';
import { PartitionStatusService } from './partition-status.service.js';

@Module({ providers: [PartitionStatusRepository, PartitionStatusService], exports: [PartitionStatusService] })
export class PartitionStatusModule {}
