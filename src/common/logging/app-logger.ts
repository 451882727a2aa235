import { AsyncLocalStorage } from 'node:async_hooks';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { AppConfig, LOG_LEVELS } from '../config/app-config.js';
import { Clock } from '../time/clock.js';
import { createRedactor, secretsOf } from './redactor.js';

interface RequestContext {
  requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and everything that it awaits, in the context of a request. */
export function runInRequest<T>(requestId: string, work: () => T): T {
  return storage.run({ requestId }, work);
}

/** Id of the current request; undefined outside a request. */
export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}

/** Lines are collected for this long and written together. */
const GATHER_MS = 50;
const MAX_GATHERED = 500;

/** Writes lines to stdout in batches; none is lost when the process exits. */
export class LineWriter {
  private text = '';
  private lines = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly stdout: Pick<NodeJS.WriteStream, 'write'> = process.stdout) {
    process.once('exit', () => this.flush());
  }

  write(line: string): void {
    this.text += `${line}\n`;
    this.lines += 1;
    if (this.lines >= MAX_GATHERED) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.lines === 0) return;
    const { text } = this;
    this.text = '';
    this.lines = 0;
    this.stdout.write(text);
  }
}

/** Nest's log levels that a LOG_LEVEL enables. */
function levelsUpTo(level: AppConfig['LOG_LEVEL']): LogLevel[] {
  return ['fatal', ...LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1)];
}

/** Nest logs each route in these contexts, 150 lines per start. */
const ROUTE_CONTEXTS: readonly unknown[] = ['RouterExplorer', 'RoutesResolver'];

/** Nest's console logger with the request id in every line and all secrets masked; JSON lines in production. */
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
