import { type INestApplicationContext, Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { DataSource } from 'typeorm';
import { AppConfig, shareConfig, sharedConfig } from '../../common/config/app-config.js';
import { ReadReplicas } from '../../common/database/replica/read-replicas.js';
import { MAX_INTERNAL_ID } from '../../common/http/dto/request-fields.js';
import { Clock } from '../../common/time/clock.js';
import { CoreModule } from '../../core.module.js';
import { AlertService } from '../../modules/alerts/alert.service.js';
import { AlertsModule } from '../../modules/alerts/alerts.module.js';
import { ClockWatchModule } from '../../modules/collector/clock-watch.module.js';
import { ClockWatch } from '../../modules/collector/clock-watch.service.js';
import { ClockRepairService } from '../../modules/collector/clock-repair.service.js';
import { ClockRestoreService } from '../../modules/collector/clock-restore.service.js';
import { CollectorModule } from '../../modules/collector/collector.module.js';
import { ApiAccountService } from '../../modules/themeparks-api/api-account.service.js';
import { ReplicaCheck } from '../../modules/replica/replica-check.service.js';
import { ReplicaModule } from '../../modules/replica/replica.module.js';
import { DiskModule } from '../../modules/storage/storage.module.js';
import { DiskWatch } from '../../modules/storage/disk-watch.service.js';
import { defineCommand } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { inContext } from '../nest-context.js';
import { wholeNumberOf } from '../option-values.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { checkOrFailure, failedCheck, missingDatabase } from './doctor-failures.js';
import { type DoctorCheck, exitCodeOf } from './check.js';
import {
  alertsCheck,
  apiKeyCheck,
  type CheckOfStored,
  clockCheck,
  databaseCheck,
  hostChecks,
  diskCheck,
  type DoctorFindings,
  findingsText,
  replicaCheck,
  responsesCheck,
  schemaCheck,
} from './doctor-report.js';
import { examineInstallation, newestBackupCheck, readTimeZones } from './examine-installation.js';
import { archiveCheck, liveApiCheck } from './reachability.js';

const NOTES = `
The repair deletes nothing: every row is kept whole in clock_repair_rows, and --restore-clock-repair with the number that
the repair printed puts all of them back. Run it once the clock is right. The command makes no database where there is
none, and only a repair applies migrations. Exit code 3 means that something needs attention, 1 that a check could not be made.`;

interface DoctorRequest {
  repairClock: boolean;
  /** The repair to undo. */
  restoreRepairId: number | null;
  json: boolean;
}

@Module({ imports: [CoreModule, AlertsModule, ClockWatchModule, CollectorModule, DiskModule, ReplicaModule] })
class DoctorCliModule {}

export const doctorCommand = defineCommand({
  declare: () =>
    new Command()
      .description(
        'Checks this installation, and prints what to do: versions, settings, database, disk, clock, network, backups, alerts.',
      )
      .option('--repair-clock', 'set aside rows that a clock that was ahead stored under future instants')
      .option(
        '--restore-clock-repair <number>',
        'undo that repair: all rows are put back',
        wholeNumberOf('--restore-clock-repair', 1, MAX_INTERNAL_ID),
      )
      .option('--json', 'print the checks as JSON')
      .addHelpText('after', NOTES),

  read: ({ repairClock = false, restoreClockRepair: restoreRepairId = null, json = false }): DoctorRequest => {
    if (repairClock && restoreRepairId !== null) {
      throw new UsageError('--repair-clock and --restore-clock-repair exclude each other');
    }
    return { repairClock, restoreRepairId, json };
  },

  run: async (request, { terminal, stop }) => {
    const nothing = missingDatabase(sharedConfig());
    if (nothing !== null) return print({ checks: [nothing], repair: null, restore: null }, request, terminal);
    // It checks the schema as it is. A repair writes to it, so it needs the one that the program knows.
    const isRepair = request.repairClock || request.restoreRepairId !== null;
    const asItIs = {
      MIGRATIONS_AUTO_RUN: isRepair && sharedConfig().MIGRATIONS_AUTO_RUN,
      DATABASE_START_WAIT_SECONDS: 0,
    };
    shareConfig(Object.assign(new AppConfig(), sharedConfig(), asItIs));
    try {
      return await inContext(DoctorCliModule, { terminal, stop }, async (context) =>
        print(await examineOrRepair(request, context), request, terminal),
      );
    } catch (error) {
      const check = failedCheck(error);
      if (check === null) throw error;
      return print({ checks: [check], repair: null, restore: null }, request, terminal);
    }
  },
});

async function examineOrRepair(
  { repairClock, restoreRepairId }: DoctorRequest,
  context: INestApplicationContext,
): Promise<DoctorFindings> {
  const repair = repairClock ? await context.get(ClockRepairService, { strict: false }).repair() : null;
  const restore =
    restoreRepairId === null
      ? null
      : await context.get(ClockRestoreService, { strict: false }).restore(restoreRepairId);
  return { checks: await examine(context), repair, restore };
}

async function examine(context: INestApplicationContext): Promise<DoctorCheck[]> {
  const get = <T>(token: abstract new (...args: never[]) => T): T => context.get<T>(token, { strict: false });
  const config = sharedConfig();
  const dataSource = get(DataSource);
  const database = await checkOrFailure('database', () => databaseCheck(dataSource));
  if (database.hasFailed) return [database];
  // Checks that may take until their time limit run in parallel to the others.
  const outside = Promise.all([
    checkOrFailure('archive', () => archiveCheck(config)),
    checkOrFailure('live API', () => liveApiCheck(config)),
  ]);
  const schema = await checkOrFailure('schema', () => schemaCheck(dataSource));
  const ofStored = async (name: CheckOfStored, check: () => Promise<DoctorCheck>) =>
    schema.isWell ? [await checkOrFailure(name, check)] : [];
  const watch = get(ClockWatch);
  return [
    database,
    ...(await hostChecks(dataSource)),
    ...(await examineInstallation(dataSource, config)),
    schema,
    ...(await ofStored('time zones', () => readTimeZones(dataSource))),
    ...(await examineReplicas(context)),
    ...(await ofStored('clock', async () => clockCheck(await watch.report()))),
    ...(await ofStored('live responses', async () => responsesCheck(await watch.report()))),
    ...(await outside),
    ...(await ofStored('API key', async () => {
      const account = get(ApiAccountService);
      return apiKeyCheck(account.hasKey, await account.find());
    })),
    await checkOrFailure('disk', async () => diskCheck(await get(DiskWatch).report())),
    await checkOrFailure('backups', () => newestBackupCheck(config, get(Clock).now().getTime())),
    ...(await ofStored('alerts', async () => alertsCheck(await get(AlertService).active()))),
  ];
}

/** No check without replicas. */
async function examineReplicas(context: INestApplicationContext): Promise<DoctorCheck[]> {
  const replicas = context.get<ReadReplicas | null>(ReadReplicas, { strict: false });
  if (replicas === null) return [];
  await context.get(ReplicaCheck, { strict: false }).untilUsable();
  return replicas.all.map((replica) => replicaCheck(replica, replicas.ageMs(replica)));
}

function print(findings: DoctorFindings, { json }: DoctorRequest, terminal: Terminal): ExitCode {
  const { checks, repair, restore } = findings;
  const exitCode = exitCodeOf(checks);
  const done = { ...(repair === null ? {} : { repair }), ...(restore === null ? {} : { restore }) };
  terminal.out(json ? JSON.stringify({ exitCode, ...done, checks }) : findingsText(findings));
  return exitCode;
}
