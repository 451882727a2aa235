#!/usr/bin/env node
import { COMMANDS } from './cli/commands.js';
import { isBundled } from './common/process/bundled.js';

/** They are not in the bundle, because the production image does not contain them. */
const TOOLS = COMMANDS.filter(({ isDevelopmentTool }) => isDevelopmentTool === true).map(({ path }) => path);

const args = process.argv.slice(2);
// `help demo` describes a tool.
const isInBundle = isBundled('cli') && !args.slice(0, 2).some((word) => TOOLS.includes(word));
const { runInProcess } = (await import(
  isInBundle ? './bundle/cli.js' : './cli/run-process.js'
)) as typeof import('./cli/run-process.js');
await runInProcess(args);
