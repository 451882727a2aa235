import { Global, Module } from '@nestjs/common';
import { AppConfig, sharedConfig } from './app-config.js';

/** Provides the settings of the process to every module. Tests override the provider {@link AppConfig}. */
@Global()
@Module({ providers: [{ provide: AppConfig, useFactory: sharedConfig }], exports: [AppConfig] })
export class ConfigModule {}
