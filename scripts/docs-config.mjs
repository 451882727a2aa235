import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envExample, withSettingsTable } from '../dist/common/config/settings/settings-docs.js';
import { ROOT } from './setup/steps.mjs';

/** `npm run docs:config` writes .env.example and the table of docs/configuration.md from the schema of the settings. */
const page = join(ROOT, 'docs', 'configuration.md');
writeFileSync(join(ROOT, '.env.example'), envExample());
writeFileSync(page, withSettingsTable(readFileSync(page, 'utf8')));
