import { type INestApplicationContext, Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { DataSource } from 'typeorm';
import { AppConfig, shareConfig, sharedConfig } from '../../common/config/app-config.js';
import { misspeltVariables, unknownSettings } from '../../common/config/unknown-settings.js';
import { findingsOf, findingText } from '../../common/database/server-check/server-check.js';
import { bytesText, plural } from '../../common/text.js';
import { DAY_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { CoreModule } from '../../core.module.js';
import { AlertsModule } from '../../modules/alerts/alerts.module.js';
import { DiskWatch } from '../../modules/storage/disk-watch.service.js';
import { DiskModule } from '../../modules/storage/storage.module.js';
import { defineCommand } from '../command.js';
import { checkLines, type DoctorCheck, exitCodeOf, needsCare, passed } from '../doctor/check.js';
import { checkOrFailure, failedCheck, missingDatabase } from '../doctor/doctor-failures.js';
import { newestBackupCheck, readVersions } from '../doctor/examine-installation.js';
import { settingsCheck } from '../doctor/installation-checks.js';
import type { ExitCode } from '../exit-codes.js';
import { inContext } from '../nest-context.js';
import { wholeNumberOf } from '../option-values.js';
import type { Terminal } from '../terminal.js';
import { planMigrations } from './planned-migrations.js';
import { planLines, planSummary, type UpgradePlan, upgradePlan } from './upgrade-plan.js';
import { selectTableSizes } from './upgrade.sql.js';

const DEFAULT_BACKUP_DAYS = 7;

const NOTES = `
Run it with the new version, before its first start. It changes nothing: of the missing migrations it sends only the reads, and lists
what they would change. Times are upper estimates. Exit code 3 means that something needs care first, 1 that a check could
not be made.`;

interface UpgradeRequest {
  backupDays: number;
  json: boolean;
}

interface Preflight {
  checks: DoctorCheck[];
  plan: UpgradePlan | null;
}

@Module({ imports: [CoreModule, AlertsModule, DiskModule] })
class UpgradeCliModule {}

export const upgradeCheckCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Checks whether this version can be started on the database, and what its migrations would do.')
      .option(
        '--backup-within <days>',
        'age of the newest backup in BACKUP_FOLDER that is accepted',
        wholeNumberOf('--backup-within', 1, 3650),
        DEFAULT_BACKUP_DAYS,
      )
      .option('--json', 'print the checks and the plan as JSON')
      .addHelpText('after', NOTES),
  read: ({ backupWithin: backupDays, json = false }): UpgradeRequest => ({ backupDays, json }),
  run: async (request, { terminal, stop }) => {
    const nothing = missingDatabase(sharedConfig());
    if (nothing !== null) return print({ checks: [nothing], plan: null }, request, terminal);
    const unchanged = { MIGRATIONS_AUTO_RUN: false, DATABASE_START_WAIT_SECONDS: 0 };
    shareConfig(Object.assign(new AppConfig(), sharedConfig(), unchanged));
    try {
      return await inContext(UpgradeCliModule, { terminal, stop }, async (context) =>
        print(await examine(context, request), request, terminal),
      );
    } catch (error) {
      const check = failedCheck(error);
      if (check === null) throw error;
      return print({ checks: [check], plan: null }, request, terminal);
    }
  },
});

async function examine(context: INestApplicationContext, { backupDays }: UpgradeRequest): Promise<Preflight> {
  const get = <T>(token: abstract new (...args: never[]) => T): T => context.get<T>(token, { strict: false });
  const dataSource = get(DataSource);
  const plan = upgradePlan(await planMigrations(dataSource), await selectTableSizes(dataSource));
  const isPending = plan.migrations.length > 0;
  const checks = [
    await checkOrFailure('versions', () => readVersions(dataSource)),
    await checkOrFailure('settings', () => Promise.resolve(settingsCheck(unknownSettings(), misspeltVariables()))),
    schemaToUpgrade(plan),
    await checkOrFailure('server', () => serverForMigrations(dataSource)),
    await checkOrFailure('disk', async () => roomCheck((await get(DiskWatch).report()).freeBytes, plan)),
    await checkOrFailure('backups', async () => {
      const check = await newestBackupCheck(sharedConfig(), get(Clock).now().getTime(), backupDays * DAY_MS);
      return isPending && sharedConfig().BACKUP_FOLDER === undefined ? NO_BACKUPS : check;
    }),
  ];
  return { checks, plan };
}

const NO_BACKUPS = needsCare(
  'backups',
  'BACKUP_FOLDER is not set, so none is known',
  'Make one before the upgrade: npm run backup -- --out FOLDER',
);

/** A schema that is newer than the program has ended the start of the command before. */
function schemaToUpgrade({ migrations }: UpgradePlan): DoctorCheck {
  return passed(
    'schema',
    migrations.length === 0 ? 'up to date' : `${plural(migrations.length, 'migration')} to apply`,
  );
}

/** Problems only: with these, a migration would fail in the middle. */
async function serverForMigrations(dataSource: DataSource): Promise<DoctorCheck> {
  const problems = (await findingsOf(dataSource)).filter(({ level }) => level !== 'SHOULD');
  if (problems.length === 0) return passed('server', 'allows the migrations, and the user has the rights');
  return { name: 'server', isWell: false, text: problems.map(findingText).join('; ') };
}

function roomCheck(freeBytes: number | null, plan: UpgradePlan): DoctorCheck {
  if (plan.migrations.length === 0) return passed('disk', 'no migration needs room');
  if (freeBytes === null)
    return passed(
      'disk',
      `the migrations need ${planSummary(plan)}; the free space of the database cannot be read from this host`,
    );
  const text = `the migrations need ${planSummary(plan)}; ${bytesText(freeBytes)} are free`;
  return plan.bytes < freeBytes ? passed('disk', text) : needsCare('disk', text, 'Make room first');
}

function print({ checks, plan }: Preflight, { json }: UpgradeRequest, terminal: Terminal): ExitCode {
  const exitCode = exitCodeOf(checks);
  if (json) terminal.out(JSON.stringify({ exitCode, checks, plan }));
  else terminal.out([...checkLines(checks), ...(plan === null ? [] : planLines(plan))].join('\n'));
  return exitCode;
}
