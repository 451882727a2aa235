import { parseOptions } from '../cli/parse-options.js';

export const DEMO_HELP = `Shows the whole program on made-up data: generates an archive, serves it by the S3 protocol on
this machine and imports it, simulates the live API and collects from it every minute, computes the statistics, and starts
the HTTP API. Everything it keeps is in <DATA_DIR>/demo.

  npm run demo [-- --once]

  --once   end after everything was checked, instead of waiting for Ctrl+C
  --help   this text`;

export interface DemoArgs {
  help: boolean;
  once: boolean;
}

/** Throws UsageError. */
export function parseDemoArgs(args: readonly string[]): DemoArgs {
  const options = { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values } = parseOptions({ args: [...args], options, strict: true });
  return { help: values.help === true, once: values.once === true };
}
