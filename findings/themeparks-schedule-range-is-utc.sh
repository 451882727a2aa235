#!/usr/bin/env bash
# One would guess: entity(id).schedule.range(start, end) of ThemeParks.wiki's own client gives the days of the park between two
# instants; "from midnight to midnight of 31 July" of a program that runs in the park's own zone is 31 July.
# What happens (themeparks 8.0.0): both dates are cut to their UTC day and compared with the entries' local dates. East of Greenwich
# local midnight belongs to the day before, west of it the evening to the day after: a program in Tokyo gets 30 July too, and a range
# over one evening in New York gives only the next day. Dates made of "2026-07-31" (UTC) are right everywhere.
# Source: the package's dist/index.js (scheduleRange takes toISOString().slice(0, 10)); its README shows dates without a time only.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent themeparks@8.0.0 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { createServer } from 'node:http';
import { ThemeParks } from 'themeparks';

const dates = ['2026-07-29', '2026-07-30', '2026-07-31', '2026-08-01', '2026-08-02'];
const entry = (date) => ({ date, type: 'OPERATING', openingTime: `${date}T09:00:00+00:00`, closingTime: `${date}T22:00:00+00:00` });
const server = createServer((request, response) => {
  const [, year, month] = /schedule\/(\d+)\/(\d+)$/.exec(request.url);
  const schedule = dates.filter((date) => date.startsWith(`${year}-${month}`)).map(entry);
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ schedule }));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const park = new ThemeParks({ baseUrl: `http://127.0.0.1:${server.address().port}/v1` }).entity('a-park');

async function look(zone, from, to) {
  process.env.TZ = zone;
  const found = (await park.schedule.range(new Date(from), new Date(to))).map(({ date }) => date).join(', ');
  console.log(`${zone}: range(${from}, ${to}) gives ${found}`);
  return found;
}
// Texts without an offset are read in the zone of the process.
const seen = [
  await look('Asia/Tokyo', '2026-07-31T00:00', '2026-07-31T23:59'),
  await look('America/New_York', '2026-07-31T21:00', '2026-07-31T23:00'),
  await look('UTC', '2026-07-31T00:00', '2026-07-31T23:59'),
];
server.close();
process.exit(seen.join(' | ') === '2026-07-30, 2026-07-31 | 2026-08-01 | 2026-07-31' ? 0 : 1);
JS
node look.mjs
