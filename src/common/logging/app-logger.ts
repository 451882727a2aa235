import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { AppConfig, LOG_LEVELS } from '../config/app-config.js';
import { Clock } from '../time/clock.js';
import { createRedactor, secretsOf } from './redactor.js';
import { currentRequestId } from './request-context.js';

/** Nest's levels that each LOG_LEVEL lets through. */
function levelsUpTo(level: AppConfig['LOG_LEVEL']): LogLevel[] {
  return ['fatal', ...LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1)];
}

/** Where Nest tells of each route, 150 lines at every start. */
const ROUTE_CONTEXTS: readonly unknown[] = ['RouterExplorer', 'RoutesResolver'];

/** Nest's console logger, with the request's id in every line and without any secret; JSON lines in production. */
export class AppLogger extends ConsoleLogger {
  private readonly redactText: (text: string) => string;

  constructor(
    config: AppConfig,
    private readonly clock = new Clock(),
  ) {
    super({
      logLevels: levelsUpTo(config.LOG_LEVEL),
      json: config.isProduction,
      compact: true,
      colors: !config.isProduction && process.stdout.isTTY === true,
    });
    this.redactText = createRedactor(secretsOf(config));
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (ROUTE_CONTEXTS.includes(rest.at(-1))) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  protected override getTimestamp(): string {
    return this.clock.now().toISOString();
  }

  protected override formatContext(context: string): string {
    const requestId = currentRequestId();
    return super.formatContext(context) + (requestId ? `(${requestId}) ` : '');
  }

  protected override formatMessage(...args: Parameters<ConsoleLogger['formatMessage']>): string {
    return this.redactText(super.formatMessage(...args));
  }

  protected override printStackTrace(stack: string): void {
    super.printStackTrace(stack && this.redactText(stack));
  }

  protected override getJsonLogObject(...args: Parameters<ConsoleLogger['getJsonLogObject']>) {
    const line = super.getJsonLogObject(...args);
    const requestId = currentRequestId();
    return requestId ? { ...line, requestId } : line;
  }

  protected override stringifyJsonLogObject(line: Record<string, unknown>): string {
    return this.redactText(super.stringifyJsonLogObject(line));
  }
}
