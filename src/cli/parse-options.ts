// eslint-disable-next-line no-restricted-imports -- the one place
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { npmRun } from '../common/config/npm-run.js';
import { refuseSwallowedOptions } from './swallowed-options.js';
import { withUsageErrors } from './usage-error.js';

/**
 * Node's parseArgs for the programs of this package.
 * @throws UsageError where it complains, and where npm kept options for itself
 */
export function parseOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  refuseSwallowedOptions(config.options ?? {}, config.args ?? [], npmRun());
  return withUsageErrors(() => parseArgs(config));
}
