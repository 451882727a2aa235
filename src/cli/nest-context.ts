import {
  type DynamicModule,
  type INestApplicationContext,
  type LoggerService,
  Module,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { sharedConfig } from '../common/config/app-config.js';
import { ClockCheck } from '../common/database/database-clock.js';
import { StopSignalModule } from '../common/process/stop-signal.module.js';
import { audited } from './audited-command.js';
import { CliLogger } from './cli-logger.js';
import type { CliHost } from './command.js';

@Module({})
class CommandModule {}

/** The services of a module, without HTTP and scheduled jobs. @throws the reason of `stop`, if the start waited until then */
export function openContext(module: Type, stop: AbortSignal, logger: LoggerService): Promise<INestApplicationContext> {
  const root: DynamicModule = { module: CommandModule, imports: [StopSignalModule.of(stop), module] };
  return NestFactory.createApplicationContext(root, { logger, abortOnError: false });
}

/** Runs `work` with the services of a module, and closes everything afterwards. */
export async function inContext<T>(
  module: Type,
  { terminal, stop }: Pick<CliHost, 'terminal' | 'stop'>,
  work: (context: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await openContext(module, stop, logger);
  try {
    return await audited(context.get(DataSource, { strict: false }), () => work(context));
  } finally {
    await context.close();
  }
}

/** Commands that store instants call this first; scheduled jobs have the same guard. @throws ClockAheadError */
export async function refuseClockAhead(context: INestApplicationContext): Promise<void> {
  await context.get(ClockCheck, { strict: false }).refuseAhead();
}
