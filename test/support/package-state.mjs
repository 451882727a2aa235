import { Logger } from '@nestjs/common';
import mysql2 from 'mysql2';
import { MysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner.js';

/** What tests, and the programs in them, replace in packages. The packages stay loaded for the next test file (runtime.mjs). */
const REPLACED = [
  [Logger, ['staticInstanceRef', 'logLevels']],
  [MysqlQueryRunner.prototype, ['query']],
  [Object.getPrototypeOf(mysql2.Connection.prototype), ['query', 'execute']],
];

const original = REPLACED.map(([owner, names]) => [
  owner,
  Object.fromEntries(names.map((name) => [name, owner[name]])),
]);

export function restorePackages() {
  for (const [owner, values] of original) Object.assign(owner, values);
}
