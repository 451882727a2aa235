import { isNativeError } from 'node:util/types';
import type { LoggerService } from '@nestjs/common';
import type { AppConfig } from '../common/config/app-config.js';
import { createRedactor, secretsOf } from '../common/logging/redactor.js';

/**
 * The log of a command: plain lines on stderr, because stdout is for results. It prints only problems, unless LOG_LEVEL is
 * debug.
 */
export class CliLogger implements LoggerService {
  private readonly redact: (text: string) => string;
  private readonly isVerbose: boolean;

  constructor(
    config: AppConfig,
    public write: (line: string) => void,
  ) {
    this.redact = createRedactor(secretsOf(config));
    this.isVerbose = config.LOG_LEVEL === 'debug';
  }

  log(message: unknown): void {
    if (this.isVerbose) this.print('', message);
  }

  debug(message: unknown): void {
    if (this.isVerbose) this.print('', message);
  }

  warn(message: unknown): void {
    this.print('warning: ', message);
  }

  error(message: unknown): void {
    // Nest logs the error of a failed start and also throws it; the command prints it once, in its own form.
    if (isNativeError(message)) return;
    this.print('error: ', message);
  }

  private print(label: string, message: unknown): void {
    this.write(this.redact(`${label}${String(message)}`));
  }
}
