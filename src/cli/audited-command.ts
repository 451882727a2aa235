import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { sharedConfig } from '../common/config/app-config.js';
import { unusableServerText } from '../common/database/database-errors.js';
import { reasonText } from '../common/domain-error.js';
import type { AuditEntry } from '../common/http/access/audit-trail.js';
import { createRedactor, secretsOf } from '../common/logging/redactor.js';
import { commandLineUser } from '../common/process/operator.js';
import { Clock } from '../common/time/clock.js';
import { AuditEntryRow } from '../modules/audit/audit-entry.entity.js';
import { AuditRepository } from '../modules/audit/audit.repository.js';
import { failureOf } from './failure.js';

/** A command as it was entered, without its name in `args`. */
export interface CommandRun {
  path: string;
  args: readonly string[];
}

/** Commands that change nothing in the database. Every other command, also a new one, is in the audit log. */
const ONLY_READS: ReadonlySet<string> = new Set([
  ...['demo', 'export', 'generate-archive', 'serve-archive', 'simulate-api'],
  ...[
    'alerts test',
    'backup list',
    'backup verify',
    'keys list',
    'migrate status',
    'partitions status',
    'storage report',
    'upgrade check',
  ],
]);

/** Options with which a command that changes something otherwise only reads. */
const READING_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  import: ['--status', '--dry-run', '--list-destinations'],
};
/** Options without which a command only reads. */
const CHANGING_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  doctor: ['--repair-clock', '--restore-clock-repair'],
};

export function isAudited({ path, args }: CommandRun): boolean {
  if (ONLY_READS.has(path)) return false;
  const isGiven = (option: string) => args.some((arg) => arg === option || arg.startsWith(`${option}=`));
  if (READING_OPTIONS[path]?.some(isGiven) === true) return false;
  return CHANGING_OPTIONS[path]?.some(isGiven) ?? true;
}

const runs = new AsyncLocalStorage<CommandRun>();

/** Runs a command; {@link audited} within it records the change. */
export const asCommand = <T>(run: CommandRun, work: () => Promise<T>): Promise<T> => runs.run(run, work);

/** Does the work of the current command, and records it with its outcome if it may change something. */
export async function audited<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const run = runs.getStore();
  if (run === undefined || !isAudited(run)) return work();
  try {
    const result = await work();
    await record(dataSource, run, { outcome: 'DONE', errorCode: null });
    return result;
  } catch (error) {
    await record(dataSource, run, { outcome: 'FAILED', errorCode: failureOf(error).code });
    throw error;
  }
}

const MAX_TARGET = 255;

/** A failure must not hide the result of the command. */
async function record(
  dataSource: DataSource,
  { path, args }: CommandRun,
  end: Pick<AuditEntry, 'outcome' | 'errorCode'>,
): Promise<void> {
  const redact = createRedactor(secretsOf(sharedConfig()));
  const entry: AuditEntry = {
    ...{ actorKind: 'COMMAND_LINE', keyId: null, actor: commandLineUser(), action: path },
    target: redact(args.join(' ')).slice(0, MAX_TARGET),
    ...{ requestBody: null, stateBefore: null, stateAfter: null, requestId: null },
    ...end,
  };
  try {
    await new AuditRepository(dataSource.getRepository(AuditEntryRow)).add(entry, new Clock().now());
  } catch (error) {
    new Logger('Audit').warn(`the command is not in the audit log: ${unusableServerText(error) ?? reasonText(error)}`);
  }
}
