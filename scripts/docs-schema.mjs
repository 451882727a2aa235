import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTITIES } from '../dist/schema.js';
import { dataDictionary, undescribed } from '../dist/tools/schema-docs/data-dictionary.js';
import { describeTables } from '../dist/tools/schema-docs/described-tables.js';
import { readEntityComments } from '../dist/tools/schema-docs/entity-comments.js';
import { ROOT } from './setup/steps.mjs';

/** `npm run docs:schema` writes docs/data-dictionary.md from the entities and their comments. */
const tables = describeTables(ENTITIES, readEntityComments(join(ROOT, 'src', 'modules')));
writeFileSync(join(ROOT, 'docs', 'data-dictionary.md'), dataDictionary(tables));
const problems = undescribed(tables);
if (problems.length > 0) {
  console.error(`The comments of the entities are incomplete:\n${problems.join('\n')}`);
  process.exitCode = 1;
}
