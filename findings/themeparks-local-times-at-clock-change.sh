#!/usr/bin/env bash
# One would guess: parseApiDateTime(text, timezone) of ThemeParks.wiki's own client turns a local time without an offset into its
# instant on every day, since it asks Intl for the zone's offset.
# What happens (themeparks 8.0.0): it asks for the offset at the instant at which UTC shows the same digits. West of Greenwich that
# is hours too early: on the day on which the clock turns, times from the turn until as late as the zone's offset have the offset of the
# day before. Los Angeles on 8 March 2026: an opening at 08:00 becomes 16:00Z in place of 15:00Z; on 1 November it becomes
# 15:00Z in place of 16:00Z. Berlin errs the other way, in the hours before its turn. No error tells, and the other 363 days are right.
# Source: the package's dist/index.js (zoneOffsetMs is called with the local digits as UTC); IANA rules by Intl itself, below.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent themeparks@8.0.0 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { parseApiDateTime } from 'themeparks';

/** What a clock in the zone shows at an instant: whoever reads a local time right comes back to it. */
const clockAt = (instant, timeZone) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(instant).replace(' ', 'T');

let wrong = 0;
for (const [text, zone] of [
  ['2026-03-07T08:00', 'America/Los_Angeles'],
  ['2026-03-08T08:00', 'America/Los_Angeles'],
  ['2026-11-01T08:00', 'America/Los_Angeles'],
  ['2026-03-08T06:00', 'America/New_York'],
  ['2026-03-29T01:30', 'Europe/Berlin'],
  ['2026-08-17T08:00', 'America/Los_Angeles'],
]) {
  const instant = parseApiDateTime(text, zone);
  const shown = clockAt(instant, zone);
  if (shown !== text) wrong++;
  console.log(`${text} ${zone}: ${instant.toISOString()}, when clocks there show ${shown}${shown === text ? '' : '  WRONG'}`);
}
process.exit(wrong === 4 ? 0 : 1);
JS
node look.mjs
