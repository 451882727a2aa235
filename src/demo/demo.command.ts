import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { CliLogger } from '../cli/cli-logger.js';
import { cycleText } from '../cli/cycle-view.js';
import { defineCommand } from '../cli/command.js';
import { EXIT } from '../cli/exit-codes.js';
import { duration } from '../cli/format.js';
import { BarProgress } from '../cli/import/progress/bar-progress.js';
import { LineProgress } from '../cli/import/progress/line-progress.js';
import { reportText } from '../cli/import/import-report-view.js';
import { StatisticsStep } from '../cli/statistics/statistics-step.js';
import type { Terminal } from '../cli/terminal.js';
import { type AppConfig, shareConfig } from '../common/config/app-config.js';
import { readOrCreateKeyFile } from '../common/http/access/key-file.js';
import { configureHttpApp, HTTP_APP_OPTIONS } from '../common/http/create-http-app.js';
import { Clock } from '../common/time/clock.js';
import { QualityCheckRunService } from '../modules/quality/quality-check-run.service.js';
import { MeasureService } from '../modules/storage/measure/measure.service.js';
import { startArchiveServer } from '../tools/archive-server/archive-server.js';
import { type DemoArchive, demoArchiveFolder, ensureDemoArchive } from './demo-archive.js';
import { DEMO_BUCKET, demoConfig, demoFolder, type DemoServers, freePort, wantedPort } from './demo-config.js';
import { DemoImport, DemoLive, DemoModule, startDemoApi } from './demo-fill.js';
import { explanationText } from './demo-explanation.js';
import { type Ask, takeTour } from './demo-tour.js';
import { utcDayOf } from '../common/time/calendar.js';
import { count } from '../common/text.js';

interface DemoIo {
  terminal: Terminal;
  clock: Clock;
  /** Ends the demo cleanly. */
  stop: AbortSignal;
  /** Monotonic. */
  nowMs: () => number;
}

const NOTES = `
It generates an archive, serves it over the S3 protocol on this machine and imports it, simulates the live API and collects
from it every minute, computes the statistics, and starts the HTTP API. Everything it keeps is in <DATA_DIR>/demo.`;

export const demoCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Shows the whole program on generated data.')
      .option('--once', 'exit after the checks instead of waiting for Ctrl+C')
      .addHelpText('after', NOTES),
  read: ({ once: endsByItself = false }) => ({ endsByItself }),
  run: async ({ endsByItself }, { terminal, stop, nowMs }) => {
    await runDemo(endsByItself, { terminal, stop, nowMs, clock: new Clock() });
    return EXIT.DONE;
  },
  stopText: 'Stopped.',
});

async function runDemo(endsByItself: boolean, io: DemoIo): Promise<void> {
  const { terminal, stop, nowMs } = io;
  const startedMs = nowMs();
  await mkdir(demoFolder(), { recursive: true });
  await withServers(io, async (servers) => {
    const config = await chooseConfig(servers, terminal);
    const making = ensureDemoArchive(demoFolder(), utcDayOf(io.clock.now()));
    // It is awaited once the database has started, which takes as long.
    making.catch(() => undefined);
    await withApp(config, io, async (app) => {
      const archive = await making;
      await fill(app, archive, io);
      await app.listen(config.PORT, config.HOST);
      const url = await app.getUrl();
      await show(url, config, archive, terminal);
      terminal.out(`\n${explanationText(url)}`);
      terminal.out(`\nReady after ${duration((nowMs() - startedMs) / 1000)}.`);
      if (!endsByItself) {
        terminal.out('The server stays up, and collects every minute, until Ctrl+C.');
        await untilAborted(stop);
      }
    });
  });
  terminal.out('The demo has ended; run it again to continue with the same data.');
}

async function withServers({ terminal, clock }: DemoIo, work: (servers: DemoServers) => Promise<void>): Promise<void> {
  const folder = demoArchiveFolder(demoFolder());
  terminal.out(`1. A sample archive in ${folder} ...`);
  const archive = await startArchiveServer({ folder, bucket: DEMO_BUCKET });
  try {
    terminal.out(`   served by the S3 protocol: s3://${DEMO_BUCKET} at ${archive.endpoint}`);
    const api = await startDemoApi(clock);
    try {
      terminal.out(`   and a live API that continues from there at ${api.baseUrl}`);
      await work({ archiveEndpoint: archive.endpoint, liveApiUrl: api.baseUrl });
    } finally {
      await api.close();
    }
  } finally {
    await archive.close();
  }
}

async function chooseConfig(servers: DemoServers, terminal: Terminal): Promise<AppConfig> {
  const wanted = wantedPort();
  const config = demoConfig(servers, wanted);
  const port = await freePort(wanted, config.HOST);
  if (wanted !== 0 && port !== wanted) terminal.out(`   port ${wanted} is taken: the API will be on ${port}`);
  config.PORT = port;
  shareConfig(config);
  return config;
}

async function withApp(
  config: AppConfig,
  { terminal, stop }: DemoIo,
  work: (app: NestExpressApplication) => Promise<void>,
): Promise<void> {
  terminal.out(`2. The database in ${join(config.DATA_DIR, 'mariadb')} ...`);
  const logger = new CliLogger(config, (line) => terminal.err(line));
  const options = { ...HTTP_APP_OPTIONS, logger, abortOnError: false };
  const app = await NestFactory.create<NestExpressApplication>(DemoModule, options);
  try {
    await configureHttpApp(app).init();
    stop.throwIfAborted();
    await work(app);
  } finally {
    await app.close();
  }
}

async function fill(app: NestExpressApplication, archive: DemoArchive, io: DemoIo): Promise<void> {
  const { terminal, stop } = io;
  await app.get(DemoLive).ensureDestinations(stop);
  await importArchive(app, archive, io);
  terminal.out('4. Live data ...');
  terminal.out(cycleText(await app.get(DemoLive).collect(stop)).replace(/^/gm, '   '));
  await computeStatistics(app, io);
  await app.get(QualityCheckRunService, { strict: false }).run(stop);
  await app.get(MeasureService, { strict: false }).measureDaily(stop);
}

async function importArchive(
  app: NestExpressApplication,
  { files, events, isNew }: DemoArchive,
  { terminal, stop, nowMs }: DemoIo,
): Promise<void> {
  const origin = isNew ? '' : ' (from an earlier run)';
  terminal.out(`3. The import of ${count(files)} files with ${count(events)} events${origin} ...`);
  const display = terminal.isInteractive
    ? new BarProgress(nowMs)
    : new LineProgress((line) => terminal.err(line), nowMs);
  const { reports, wasThere } = await app.get(DemoImport).run(display, stop, isNew);
  display.close();
  stop.throwIfAborted();
  if (wasThere) terminal.out('   all of it was imported by an earlier demo:');
  terminal.out(reportText(reports));
  const failed = reports.find(({ status }) => status !== 'COMPLETED');
  if (failed !== undefined) throw new Error(`${failed.importId} ended as ${failed.result ?? failed.status}`);
  terminal.out('   (the defects are in the sample on purpose)');
}

async function computeStatistics(app: NestExpressApplication, { terminal, stop, nowMs }: DemoIo): Promise<void> {
  terminal.out('5. The statistics ...');
  await app.get(StatisticsStep).runWithRetry({ write: (line) => terminal.out(`   ${line}`), stop, nowMs });
  stop.throwIfAborted();
}

/** Requests every address before printing it. */
async function show(url: string, config: AppConfig, { lastDay }: DemoArchive, terminal: Terminal): Promise<void> {
  const keyFile = join(config.DATA_DIR, 'admin-api-key');
  const key = config.ADMIN_API_KEY ?? (await readOrCreateKeyFile(keyFile)).key;
  const ask: Ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}: ${text.slice(0, 200)}`);
    return (response.headers.get('content-type') ?? '').includes('json') ? (JSON.parse(text) as T) : (text as T);
  };
  const { samples, paths, adminPaths } = await takeTour(ask, lastDay);
  for (const path of [...paths, ...adminPaths]) await ask(path);
  terminal.out(`6. The dashboard at ${url}/ and the API below ${url}/api\n\n${samples.join('\n\n')}\n\nTry:`);
  for (const path of paths) terminal.out(`  ${url}${path}`);
  const shownKey = config.ADMIN_API_KEY === undefined ? `$(cat ${keyFile})` : '$ADMIN_API_KEY';
  terminal.out(`With the admin key (curl -H "Authorization: Bearer ${shownKey}" ...):`);
  for (const path of adminPaths) terminal.out(`  ${url}${path}`);
}

async function untilAborted(stop: AbortSignal): Promise<void> {
  // The HTTP server keeps the process alive; a listener on a signal does not.
  if (!stop.aborted) await once(stop, 'abort');
}
