import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { readFacts } from './server-facts.js';
import { examineServer, type ServerFinding } from './server-rules.js';

/** The program cannot work with the server as it is. */
export class UnsuitableServerError extends Error {
  constructor(readonly findings: readonly ServerFinding[]) {
    super(`The database server is unsuitable:\n${findings.map((finding) => `  ${findingText(finding)}`).join('\n')}`);
    this.name = 'UnsuitableServerError';
  }
}

export const findingText = ({ name, text }: ServerFinding): string => `${name}: ${text}`;

/**
 * Refuses a server that the program cannot work with.
 * @throws UnsuitableServerError that names everything that must be changed
 */
export async function checkServer(dataSource: DataSource): Promise<void> {
  await refuse(dataSource, (level) => level === 'MUST');
}

/**
 * Refuses a server or a user that migrations fail with. The server cannot undo changes of a schema, so one that fails in the
 * middle would leave half of its changes.
 * @throws UnsuitableServerError that names everything that must be changed
 */
export async function checkServerForMigrations(dataSource: DataSource): Promise<void> {
  await refuse(dataSource, (level) => level !== 'SHOULD');
}

async function refuse(dataSource: DataSource, isRefused: (level: ServerFinding['level']) => boolean): Promise<void> {
  const refused = (await findingsOf(dataSource)).filter(({ level }) => isRefused(level));
  if (refused.length > 0) throw new UnsuitableServerError(refused);
}

/** Warns about everything that should be changed: once, when a server starts, instead of with each command. */
export async function warnAboutServer(dataSource: DataSource): Promise<void> {
  const logger = new Logger('Database');
  for (const finding of await findingsOf(dataSource)) {
    logger.warn(`the database server should be changed: ${findingText(finding)}`);
  }
}

export async function findingsOf(dataSource: DataSource): Promise<ServerFinding[]> {
  return examineServer(await readFacts(dataSource));
}
