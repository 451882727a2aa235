import { performance } from 'node:perf_hooks';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { refuseSwallowedOptions } from './cli/swallowed-options.js';
import { UsageError } from './cli/usage-error.js';
import { withinTime } from './common/async/concurrency.js';
import { AppConfig, ConfigurationError, sharedConfig } from './common/config/app-config.js';
import { npmRun } from './common/config/npm-run.js';
import { UnsuitableServerError, warnAboutServer } from './common/database/server-check/server-check.js';
import { AccessLog, accessLineWriter } from './common/http/access-log.js';
import { configureHttpApp, HTTP_APP_OPTIONS } from './common/http/create-http-app.js';
import { AppLogger, LineWriter } from './common/logging/app-logger.js';
import { createRedactor, secretsOf } from './common/logging/redactor.js';
import { chosenEntrypoint } from './common/process/entrypoint.js';
import { surviveOutputErrors } from './common/process/output-errors.js';
import { endWithinLimit } from './common/process/shutdown-limit.js';
import { exitCodeOfSignal, onSecondSignal } from './common/process/signals.js';
import { StartSignals } from './common/process/start-signals.js';
import { packageInfo, serverArguments, startFailure } from './common/process/startup.js';
import { StopSignalModule } from './common/process/stop-signal.module.js';
import { plural } from './common/text.js';
import { Clock } from './common/time/clock.js';
import { startTracing, type Tracing } from './common/tracing/start-tracing.js';
import { ImportWorker } from './modules/import/run/import-worker.js';
import { JobScheduler } from './modules/jobs/job-scheduler.js';

/** A failed start ends within ten seconds. */
const CLOSE_LIMIT_MS = 8_000;

const EXIT_FAILED = 1;
const EXIT_WRONG_USAGE = 2;
/** EX_CONFIG of sysexits.h. */
const EXIT_CONFIGURATION = 78;

/** Other programs that `--entrypoint <name>` starts. */
const ENTRYPOINTS = { import: () => import('./import.js') };

@Module({})
class ServerModule {
  /** @param tracing ends with the application */
  static of(stop: AbortSignal, tracing: Tracing | null): DynamicModule {
    const providers = [{ provide: 'TRACING', useValue: { onApplicationShutdown: () => tracing?.end() } }];
    return { module: ServerModule, imports: [StopSignalModule.of(stop), AppModule], providers };
  }
}

async function serve(config: AppConfig): Promise<void> {
  const logger = new AppLogger(config);
  const start = new StartSignals();
  const tracing = await startTracing(config, packageInfo().version);
  let app: NestExpressApplication | null = null;
  endOnSignals(config, logger, () => app);
  app = await createUnlessStopped(logger, start, tracing);
  configureHttpApp(app, { accessLog: config.ACCESS_LOG ? accessLogOf(config) : undefined });
  app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
  start.end();
  // The program itself has chosen the options of its private server.
  if (config.DATABASE_URL !== undefined) await warnAboutServer(app.get(DataSource));
  await listenOrClose(app, config);
  const url = (await app.getUrl()) + (config.BASE_PATH ?? '');
  const startMs = Math.round(performance.now());
  Logger.log(
    `Listening at ${url} after ${startMs} ms: the dashboard at ${url}/, the API's documentation at ${url}/api/docs`,
    'Main',
  );
}

/** A second signal ends the process at once, and so does the limit of the shutdown. */
function endOnSignals(config: AppConfig, logger: AppLogger, appOf: () => NestExpressApplication | null): void {
  const endAtOnce = onSecondSignal(
    (signal) => process.exit(exitCodeOfSignal(signal)),
    () => performance.now(),
  );
  const endInTime = endWithinLimit({
    limitMs: () => config.SHUTDOWN_LIMIT_SECONDS * 1_000,
    left: () => leftBy(appOf()),
    log: (line) => logger.error(line, 'Main'),
    exit: (code) => process.exit(code),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, endAtOnce).on(signal, endInTime);
}

/** A start that a signal interrupts closes what it has opened, above all a private database server, and ends the process. */
async function createUnlessStopped(
  logger: AppLogger,
  start: StartSignals,
  tracing: Tracing | null,
): Promise<NestExpressApplication> {
  const root = ServerModule.of(start.signal, tracing);
  try {
    const options = { ...HTTP_APP_OPTIONS, logger, abortOnError: false };
    const app = await NestFactory.create<NestExpressApplication>(root, options);
    if (start.exitCode === null) return app;
    await app.close();
  } catch (error) {
    if (start.exitCode === null) throw error;
  }
  logger.log('stopped during the start', 'Main');
  return process.exit(start.exitCode);
}

/** What a shutdown still waits for. */
function leftBy(app: NestExpressApplication | null): string[] {
  if (app === null) return ['the start'];
  const imports = app.get(ImportWorker, { strict: false }).runningCount;
  return [
    ...app
      .get(JobScheduler, { strict: false })
      .runningHere()
      .map((name) => `the job ${name}`),
    ...(imports > 0 ? [`${plural(imports, 'running import')}, to be continued by the next process`] : []),
    ...(app.get(DataSource, { strict: false }).isInitialized ? ['the connections to the database'] : []),
  ];
}

/** A port that is taken must not leave a private database server behind. */
async function listenOrClose(app: NestExpressApplication, config: AppConfig): Promise<void> {
  try {
    await app.listen(config.PORT, config.HOST);
  } catch (error) {
    await withinTime(app.close(), CLOSE_LIMIT_MS, () => undefined).catch(() => undefined);
    throw error;
  }
}

function accessLogOf(config: AppConfig): AccessLog {
  const writer = new LineWriter();
  const textOf = accessLineWriter({
    redact: createRedactor(secretsOf(config)),
    ofProcess: { role: config.ROLE, version: packageInfo().version },
  });
  return new AccessLog(new Clock(), (line) => writer.write(textOf(line)));
}

/** A failed start must not print a secret, so problems of the configuration are printed without a stack. */
async function main(): Promise<void> {
  surviveOutputErrors();
  refuseSwallowedEntrypoint(process.argv.slice(2));
  const entrypoint = chosenEntrypoint(process.argv.slice(2), ['import']);
  if (entrypoint.kind === 'UNKNOWN') {
    console.error(entrypoint.message);
    process.exit(EXIT_WRONG_USAGE);
  }
  if (entrypoint.kind === 'KNOWN') {
    process.argv.splice(2, Infinity, ...entrypoint.rest);
    await ENTRYPOINTS[entrypoint.name]();
    return;
  }
  endIfNotAStart(process.argv.slice(2));
  try {
    const config = sharedConfig();
    await startOrExit(config);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exit(EXIT_CONFIGURATION);
  }
}

/** `npm start --entrypoint import` would start a server. */
function refuseSwallowedEntrypoint(args: readonly string[]): void {
  try {
    refuseSwallowedOptions({ entrypoint: { type: 'string' } }, args, npmRun());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(EXIT_WRONG_USAGE);
  }
}

function endIfNotAStart(args: readonly string[]): void {
  const end = serverArguments(args);
  if (end === null) return;
  if (end.exitCode === 0) console.log(end.text);
  else console.error(end.text);
  process.exit(end.exitCode);
}

async function startOrExit(config: AppConfig): Promise<void> {
  try {
    await serve(config);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const known = startFailure(error, config);
    new AppLogger(config).fatal(known ?? (error instanceof Error ? error.stack : error), 'Main');
    process.exit(error instanceof UnsuitableServerError ? EXIT_CONFIGURATION : EXIT_FAILED);
  }
}

await main();
