import { Global, Module } from '@nestjs/common';
import { AppConfig, sharedConfig } from './app-config.js';

/** Gives every module the settings of the process; a test overrides the provider {@link AppConfig}. */
@Global()
@Module({ providers: [{ provide: AppConfig, useFactory: sharedConfig }], exports: [AppConfig] })
export class ConfigModule {}
