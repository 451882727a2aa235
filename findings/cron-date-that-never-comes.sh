#!/usr/bin/env bash
# One would guess: a cron expression that validateCronExpression() calls valid, and of which a CronJob can be made, can be
# started.
# What happens (cron 4.4.0, which @nestjs/schedule 12.0.2 uses): "0 0 30 2 *", the 30th of February, is valid by the check and the
# job is made, but start() throws that no date was found in the next eight years, so that a program which checks its settings in this
# way still dies when it starts its jobs, long after the check. Asking a CronTime for its next date at once is what tells.
# Source: README of cron (validateCronExpression); its code reads fields one by one.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent cron@4.4.0 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { CronJob, validateCronExpression } from 'cron';

const expression = '0 0 30 2 *';
const { valid } = validateCronExpression(expression);
const job = CronJob.from({ cronTime: expression, onTick: () => undefined, start: false });
let thrown = null;
try {
  job.start();
  await job.stop();
} catch (error) {
  thrown = error.message.split('\n')[0];
}
console.log(`"${expression}": valid ${valid}; start() throws: ${thrown}`);
process.exit(valid && thrown?.includes('No execution date was found') ? 0 : 1);
JS
node look.mjs
