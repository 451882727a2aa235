import { Module } from '@nestjs/common';
import { StorageController } from './api/storage.controller.js';
import { StorageModule } from './storage.module.js';

/** The serving process's part: the admin API. */
@Module({ imports: [StorageModule], controllers: [StorageController] })
export class StorageApiModule {}
