import { type DynamicModule, Global, Module } from '@nestjs/common';

/** Token of the program's `AbortSignal`, if it has one: a start that waits for the database ends when it aborts. */
export const STOP_SIGNAL = Symbol('STOP_SIGNAL');

@Global()
@Module({})
export class StopSignalModule {
  static of(signal: AbortSignal): DynamicModule {
    return {
      module: StopSignalModule,
      providers: [{ provide: STOP_SIGNAL, useValue: signal }],
      exports: [STOP_SIGNAL],
    };
  }
}
