#!/usr/bin/env bash
# One would guess: a job at "0 3 * * *" with timeZone "Europe/Berlin" runs once a day, when a clock there shows 03:00. In the night in which the clock
# is put back, 02:00 comes twice, but 03:00 comes once; so jobs after the doubled hour are safe.
# What happens (cron 4.4.0, which @nestjs/schedule 12.0.2 uses): in that night the job runs at 02:00 of winter time, an hour early, and again
# at 03:00. In New York it is the job of 02:00, which runs at 01:00 and 02:00. So it is for each job in the hour after the doubled one, also with
# lists of hours ("0 */2 * * *" runs at 01:00). A backup or a report is made twice, the first time an hour too early, and no log tells why.
# Jobs of the doubled hour itself ("30 2 * * *" in Berlin) run once, and jobs with timeZone "UTC" when they should.
# Source: dist/time.js of cron (getNextDateFrom): behind the doubled hour it goes back from the date that it has found by an hour, without a
# look at whether the job has that hour. The README does not say what happens when clocks change.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent cron@4.4.0 luxon@3.7.2 @sinonjs/fake-timers@15.5.0 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { readFileSync } from 'node:fs';
import FakeTimers from '@sinonjs/fake-timers';
import { CronJob } from 'cron';

console.log(`cron ${JSON.parse(readFileSync('node_modules/cron/package.json', 'utf8')).version}, Node ${process.version}`);

/** What clocks in the zone show when the job runs, in the 30 hours from an instant on. */
async function runsOf(cronTime, timeZone, from) {
  const clock = FakeTimers.install({ now: new Date(from) });
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', hour: '2-digit', minute: '2-digit', timeZoneName: 'shortOffset' });
  const runs = [];
  const job = CronJob.from({ cronTime, timeZone, start: true, onTick: () => runs.push(shown.format(new Date()).replace(',', '')) });
  await clock.tickAsync(30 * 3_600_000);
  await job.stop();
  clock.uninstall();
  console.log(`"${cronTime}" ${timeZone}: ${runs.join(', ')}`);
  return runs.map((run) => run.slice(0, 8)).join(' ');
}
const berlin = await runsOf('0 3 * * *', 'Europe/Berlin', '2026-10-24T21:00:00Z');
const newYork = await runsOf('0 2 * * *', 'America/New_York', '2026-11-01T03:00:00Z');
const doubled = await runsOf('30 2 * * *', 'Europe/Berlin', '2026-10-24T21:00:00Z');
const utc = await runsOf('0 3 * * *', 'UTC', '2026-10-24T21:00:00Z');
const isSame = berlin === '25 02:00 25 03:00 26 03:00' && newYork === '01 01:00 01 02:00 02 02:00';
if (!isSame || doubled !== '25 02:30 26 02:30' || utc !== '25 03:00 26 03:00') {
  console.log('CHANGED: see the runs above.');
  process.exit(1);
}
JS
node look.mjs
