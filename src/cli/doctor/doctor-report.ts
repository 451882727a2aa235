import { type DataSource, MigrationExecutor } from 'typeorm';
import { dialectOf, serverHostsOf } from '../../common/database/dialect/dialect.js';
import { serverText } from '../../common/database/dialect/server-identity.js';
import type { Replica } from '../../common/database/replica/replica.js';
import { findingsOf, findingText } from '../../common/database/server-check/server-check.js';
import { isConnectFailure } from '../../common/database/server-hosts.js';
import { bytesText, plural } from '../../common/text.js';
import { offsetText } from '../../common/time/clock.js';
import type { StoredAlert } from '../../modules/alerts/alert.js';
import type { ClockRepairReport } from '../../modules/collector/clock-repair.service.js';
import type { ClockRestoreReport } from '../../modules/collector/clock-restore.service.js';
import type { ClockReport } from '../../modules/collector/clock-watch.service.js';
import type { KnownAccount } from '../../modules/themeparks-api/api-account.service.js';
import type { DiskReport } from '../../modules/storage/disk-watch.service.js';
import { checkLines, type DoctorCheck, needsCare, passed } from './check.js';

/** All checks and repairs of one run. */
export interface DoctorFindings {
  checks: DoctorCheck[];
  repair: ClockRepairReport | null;
  restore: ClockRestoreReport | null;
}

export function clockCheck({ reading }: ClockReport): DoctorCheck {
  const { offsetMs, verdict } = reading;
  if (verdict === 'UNKNOWN') {
    return { name: 'clock', isWell: false, text: 'cannot be compared: the database takes too long to answer' };
  }
  const direction = offsetMs >= 0 ? 'ahead of' : 'behind';
  const isWell = verdict === 'RIGHT';
  return {
    name: 'clock',
    isWell,
    text:
      `${isWell ? 'agrees with the database' : 'WRONG'}: ${offsetText(offsetMs)} ${direction} it` +
      (isWell ? '' : '. Set the clock of the host that is wrong (NTP)'),
  };
}

export function responsesCheck({ ahead, problems }: ClockReport): DoctorCheck {
  const problem = problems.find(({ kind }) => kind === 'RESPONSES_AHEAD');
  const names = ahead.map(({ name, newestAt }) => `${name} (${newestAt.toISOString()})`).join(', ');
  return {
    name: 'live responses',
    isWell: problem === undefined,
    text: problem === undefined ? 'none lies ahead of the clock' : `${problem.description}: ${names}`,
  };
}

export function alertsCheck(alerts: readonly StoredAlert[]): DoctorCheck {
  const isWell = alerts.every(({ severity }) => severity !== 'CRITICAL');
  const text = alerts.map(({ severity, key, title }) => `${severity} ${key}: ${title}`).join('; ');
  return { name: 'alerts', isWell, text: alerts.length === 0 ? 'none' : text };
}

/** An API that does not respond is not a problem of this installation. */
export function apiKeyCheck(hasKey: boolean, { account, error, isKeyRefused }: KnownAccount): DoctorCheck {
  const check = (text: string): DoctorCheck => ({ name: 'API key', isWell: !isKeyRefused, text });
  if (!hasKey) return check('none set: the history of the API reaches back 7 days, with 60 requests an hour');
  if (isKeyRefused) return check('the API does not accept THEMEPARKS_API_KEY. Correct or unset it');
  if (error !== null || account === null) return check(`cannot be checked: ${error ?? 'no response'}`);
  const { tier, hasAllHistory, historyEarliestDate } = account;
  const from = hasAllHistory ? 'all history' : `history from ${historyEarliestDate ?? 'an unknown date'} on`;
  return check(`accepted, plan ${tier ?? 'unknown'}, ${from}`);
}

const DISK_REMEDY =
  'Make room on the disk of the database: "npm run storage:report" prints what uses it, and what a shorter retention would save';

export function diskCheck({ verdict, freeBytes }: DiskReport): DoctorCheck {
  const left =
    freeBytes === null
      ? 'the free space of the database cannot be read from this host'
      : `${bytesText(freeBytes)} left`;
  const isWell = verdict === 'OK' || verdict === 'UNKNOWN';
  return { name: 'disk', isWell, text: `${verdict}: ${left}${isWell ? '' : `. ${DISK_REMEDY}`}` };
}

export function replicaCheck({ number, reading }: Replica, ageMs: number | null): DoctorCheck {
  const name = `replica ${number}`;
  if (reading.problem === null) return passed(name, `usable, its data is at most ${Math.ceil(ageMs! / 1_000)} s old`);
  const remedy = 'Public reads use the primary until this is corrected';
  return needsCare(name, `${reading.state}: ${reading.problem}`, remedy);
}

/** The checks that read tables. Without all migrations, what they read may be missing. */
const CHECKS_OF_STORED = ['time zones', 'clock', 'live responses', 'API key', 'alerts'] as const;
export type CheckOfStored = (typeof CHECKS_OF_STORED)[number];

export async function schemaCheck(dataSource: DataSource): Promise<DoctorCheck> {
  const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
  if (pending.length === 0) return passed('schema', 'up to date');
  const names = pending.map(({ name }) => name).join(', ');
  const isEmpty = pending.length === dataSource.migrations.length;
  const missing = isEmpty
    ? 'not created yet: the first start of the program creates it, or npm run migration:run'
    : `${plural(pending.length, 'migration')} not applied: npm run migration:run (${names})`;
  return { name: 'schema', isWell: false, text: `${missing}. Not checked until then: ${CHECKS_OF_STORED.join(', ')}` };
}

export async function databaseCheck(dataSource: DataSource): Promise<DoctorCheck> {
  await dataSource.query('SELECT 1');
  return { name: 'database', isWell: true, text: `answers, ${serverText(dialectOf(dataSource).server)}` };
}

/** One for each host of DATABASE_URL if it names several: one that is not in use is otherwise missed only when it is needed. */
export async function hostChecks(dataSource: DataSource): Promise<DoctorCheck[]> {
  const hosts = serverHostsOf(dataSource);
  if (hosts === null) return [];
  return Promise.all(
    hosts.all.map(async (host) => {
      const name = `host ${hosts.numberOf(host)}`;
      const remedy = 'It cannot replace another one: correct it, or DATABASE_URL';
      try {
        const state = await hosts.ask(host);
        if (state === null) return needsCare(name, 'does not respond', remedy);
        if (state.isAlone) return needsCare(name, 'works without its cluster (wsrep_on = OFF)', remedy);
        if (!state.isReady)
          return needsCare(name, 'has no contact with the majority of the nodes, or is joining', remedy);
        return passed(name, state.isReadOnly ? 'answers, takes no writes' : 'takes writes');
      } catch (error) {
        const problem = isConnectFailure(error) ? 'cannot be connected to' : 'refuses the login';
        return needsCare(name, `${problem} (${(error as NodeJS.ErrnoException).code})`, remedy);
      }
    }),
  );
}

/** Problems and recommendations: with an unsuitable server, the program would not have started. */
export async function serverCheck(
  dataSource: DataSource,
  { isEmbedded }: { isEmbedded: boolean },
): Promise<DoctorCheck> {
  const findings = isEmbedded ? [] : await findingsOf(dataSource);
  const text = findings.length === 0 ? 'set up as recommended' : findings.map(findingText).join('; ');
  return { name: 'server', isWell: findings.every(({ level }) => level === 'SHOULD'), text };
}

export function findingsText({ checks, repair, restore }: DoctorFindings): string {
  return [
    ...(repair === null ? [] : [repairText(repair)]),
    ...(restore === null ? [] : [restoreText(restore)]),
    ...checkLines(checks),
  ].join('\n');
}

function repairText({ repairId, setAside, cut, polls, rides }: ClockRepairReport): string {
  if (repairId === null) return 'Nothing lies ahead of the clock: there was nothing to repair.';
  return (
    `Repair ${repairId}: ${plural(setAside, 'row')} of ${plural(rides, 'ride')} set aside, ${plural(cut, 'row')} cut, ` +
    `${plural(polls, 'poll')} marked. Every row is kept whole in clock_repair_rows; ` +
    `"npm run doctor -- --restore-clock-repair ${repairId}" puts them back.`
  );
}

function restoreText({ repairId, restored, prolonged, polls, alreadyThere }: ClockRestoreReport): string {
  return (
    `Repair ${repairId} undone: ${plural(restored, 'row')} put back, ${plural(prolonged, 'row')} with the former end, ` +
    `${plural(polls, 'poll')}; ${plural(alreadyThere, 'row')} already present.`
  );
}
