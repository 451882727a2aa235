#!/usr/bin/env node
import { runInProcess } from './cli/run-process.js';

await runInProcess(process.argv.slice(2));
