import { Logger } from '@nestjs/common';
import { CliLogger } from './cli/cli-logger.js';
import { sharedConfig } from './common/config/app-config.js';
import { createDataSource } from './common/database/database.module.js';
import { ENTITIES, MIGRATIONS } from './schema.js';

const config = sharedConfig();
// TypeORM's command prints its results on stdout.
Logger.overrideLogger(new CliLogger(config, (line) => void process.stderr.write(`${line}\n`)));

/** The application's data source for the `typeorm` command, which connects and destroys it itself. */
const dataSource = await createDataSource(config, { entities: ENTITIES, migrations: MIGRATIONS });
// The command reports what it does through the data source's logger, and the application's own one prints nothing.
dataSource.setOptions({ logger: 'simple-console' });

export default dataSource;
