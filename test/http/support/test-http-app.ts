import type { LoggerService, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { AppConfig, loadConfig } from '../../../src/common/config/app-config.js';
import { configureHttpApp, HTTP_APP_OPTIONS } from '../../../src/common/http/create-http-app.js';
import { SampleModule } from './sample.module.js';

export const ADMIN_KEY = 'the-admin-key-of-the-tests';

/** A logger that records its lines. */
export class LinesLogger implements LoggerService {
  readonly lines: { level: string; text: string }[] = [];
  log = this.keep('log');
  error = this.keep('error');
  warn = this.keep('warn');
  debug = this.keep('debug');

  private keep(level: string) {
    return (...parts: unknown[]) => void this.lines.push({ level, text: parts.map(String).join(' ') });
  }
}

export interface TestHttpAppOptions {
  settings?: Record<string, string>;
  module?: Type;
  logger?: LoggerService | false;
  /** Default: none, whether or not the dashboard is built. */
  dashboardFolder?: string;
}

/** A running application with the configuration of the real one, by default with sample controllers. */
export async function startHttpApp(options: TestHttpAppOptions = {}): Promise<NestExpressApplication> {
  const { settings = {}, module = SampleModule, logger = false, dashboardFolder = '/nowhere' } = options;
  const config = loadConfig({ ADMIN_API_KEY: ADMIN_KEY, COLLECT_ENABLED: 'false', ...settings });
  const compiled = await Test.createTestingModule({ imports: [module] })
    .overrideProvider(AppConfig)
    .useValue(config)
    .compile();
  const app = compiled.createNestApplication<NestExpressApplication>({ ...HTTP_APP_OPTIONS, logger });
  await configureHttpApp(app, { dashboardFolder }).listen(0, '127.0.0.1');
  return app;
}
