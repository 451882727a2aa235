import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { sharedConfig } from '../../common/config/app-config.js';
import { CoreModule } from '../../core.module.js';
import { AlertService } from '../../modules/alerts/alert.service.js';
import { AlertsModule } from '../../modules/alerts/alerts.module.js';
import { ClockModule } from '../../modules/clock/clock.module.js';
import { ClockWatch } from '../../modules/clock/clock-watch.service.js';
import {
  type ClockRepairReport,
  ClockRepairService,
} from '../../modules/collector/clock-repair/clock-repair.service.js';
import { CollectorModule } from '../../modules/collector/collector.module.js';
import { DiskModule } from '../../modules/storage/disk/disk.module.js';
import { DiskWatch } from '../../modules/storage/disk/disk-watch.service.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import { plural } from '../format.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { type DoctorCommand, parseDoctorArgs } from './doctor-args.js';
import {
  alertsCheck,
  responsesCheck,
  checksText,
  clockCheck,
  databaseCheck,
  diskCheck,
  type DoctorCheck,
  schemaCheck,
} from './doctor-report.js';

const USAGE = `Looks for what is wrong with this installation, and repairs what a wrong clock has done.

  npm run doctor                        database, disk, clock, live answers, schema, alerts
  npm run doctor -- --json              the same as JSON on stdout
  npm run doctor -- --repair-clock      sets aside what a clock that was ahead has stored under a time to come

The repair deletes nothing: every row is kept whole in clock_repair_rows. Run it once the clock is right.
Ends with 0 when nothing is wrong, 3 when something needs care, 1 when it failed, 2 for wrong usage.`;

@Module({ imports: [CoreModule, AlertsModule, ClockModule, CollectorModule, DiskModule] })
class DoctorCliModule {}

/** The doctor's program from its arguments to its exit code. */
export async function runDoctorProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const command = parseDoctorArgs(args);
    if (command.help) {
      terminal.out(USAGE);
      return EXIT.DONE;
    }
    return await inContext(terminal, (context) => execute(command, context, terminal));
  } catch (error) {
    const { code, message, details, exitCode } = failureOf(error);
    if (args.includes('--json')) terminal.out(JSON.stringify({ exitCode, error: { code, message, details } }));
    terminal.err(message);
    if (error instanceof UsageError) terminal.err(USAGE);
    return exitCode;
  }
}

async function execute(
  { repairClock, json }: DoctorCommand,
  context: INestApplicationContext,
  terminal: Terminal,
): Promise<ExitCode> {
  const repair = repairClock ? await context.get(ClockRepairService, { strict: false }).repair() : null;
  const checks = await examine(context);
  const exitCode = checks.every(({ isWell }) => isWell) ? EXIT.DONE : EXIT.REJECTED_DATA;
  if (json) terminal.out(JSON.stringify({ exitCode, ...(repair === null ? {} : { repair }), checks }));
  else terminal.out([...(repair === null ? [] : [repairText(repair)]), checksText(checks)].join('\n'));
  return exitCode;
}

async function examine(context: INestApplicationContext): Promise<DoctorCheck[]> {
  const get = <T>(token: abstract new (...args: never[]) => T): T => context.get<T>(token, { strict: false });
  const dataSource = get(DataSource);
  const clock = await get(ClockWatch).report();
  return [
    await databaseCheck(dataSource),
    await schemaCheck(dataSource),
    clockCheck(clock),
    responsesCheck(clock),
    diskCheck(await get(DiskWatch).report()),
    alertsCheck(await get(AlertService).active()),
  ];
}

async function inContext<T>(terminal: Terminal, work: (context: INestApplicationContext) => Promise<T>): Promise<T> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(DoctorCliModule, { logger, abortOnError: false });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

function repairText({ repairId, setAside, cut, polls, rides }: ClockRepairReport): string {
  if (repairId === null) return 'Nothing lies ahead of the clock: there was nothing to repair.';
  return (
    `Repair ${repairId}: ${plural(setAside, 'row')} of ${plural(rides, 'ride')} set aside, ${plural(cut, 'row')} cut, ` +
    `${plural(polls, 'poll')} marked. Every row is kept whole in clock_repair_rows.`
  );
}
