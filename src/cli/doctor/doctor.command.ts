import { type INestApplicationContext, Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { DataSource } from 'typeorm';
import { CoreModule } from '../../core.module.js';
import { AlertService } from '../../modules/alerts/alert.service.js';
import { AlertsModule } from '../../modules/alerts/alerts.module.js';
import { ClockWatchModule } from '../../modules/collector/clock-watch.module.js';
import { ClockWatch } from '../../modules/collector/clock-watch.service.js';
import { type ClockRepairReport, ClockRepairService } from '../../modules/collector/clock-repair.service.js';
import { CollectorModule } from '../../modules/collector/collector.module.js';
import { DiskModule } from '../../modules/storage/storage.module.js';
import { DiskWatch } from '../../modules/storage/disk-watch.service.js';
import { defineCommand } from '../command.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { plural } from '../format.js';
import { inContext } from '../nest-context.js';
import type { Terminal } from '../terminal.js';
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

const NOTES = `
The repair deletes nothing: every row is kept whole in clock_repair_rows. Run it once the clock is right. Exit code 3 means
that something needs attention.`;

interface DoctorRequest {
  repairClock: boolean;
  json: boolean;
}

@Module({ imports: [CoreModule, AlertsModule, ClockWatchModule, CollectorModule, DiskModule] })
class DoctorCliModule {}

export const doctorCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Checks the database, disk, clock, live answers, schema and alerts of this installation.')
      .option('--repair-clock', 'set aside what a clock that was ahead has stored under a time to come')
      .option('--json', 'print the checks as JSON')
      .addHelpText('after', NOTES),
  read: ({ repairClock = false, json = false }): DoctorRequest => ({ repairClock, json }),
  run: (request, { terminal }) =>
    inContext(DoctorCliModule, terminal, (context) => execute(request, context, terminal)),
});

async function execute(
  { repairClock, json }: DoctorRequest,
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

function repairText({ repairId, setAside, cut, polls, rides }: ClockRepairReport): string {
  if (repairId === null) return 'Nothing lies ahead of the clock: there was nothing to repair.';
  return (
    `Repair ${repairId}: ${plural(setAside, 'row')} of ${plural(rides, 'ride')} set aside, ${plural(cut, 'row')} cut, ` +
    `${plural(polls, 'poll')} marked. Every row is kept whole in clock_repair_rows.`
  );
}
