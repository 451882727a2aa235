import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../common/config/app-config.js';
import { CliLogger } from './cli-logger.js';
import type { Terminal } from './terminal.js';

/** Runs `work` with the services of a module, without HTTP and scheduled jobs, and closes everything afterwards. */
export async function inContext<T>(
  module: Type,
  terminal: Pick<Terminal, 'err'>,
  work: (context: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}
