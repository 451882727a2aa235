#!/usr/bin/env bash
# One would guess: a runtime of 2026 that is kept up to date shows the hour of every place in 2026.
# What happens: Node 20.20.2 (ICU 78.2) has release 2025c of the IANA time zone data. Five zones have had other rules since
# 2026: on 15 November Vancouver, Edmonton, Winnipeg, Casablanca and Havana are an hour off, in Intl and in everything
# that asks it, such as luxon. No error tells. moment-timezone 0.6.6 brings the data of release 2026f with it.
# Source: process.versions.tz of Node; the NEWS file of IANA's tz database, releases 2026a to 2026f.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent node@20.20.2 luxon@3.7.2 moment-timezone@0.6.6 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { IANAZone } from 'luxon';
import moment from 'moment-timezone';

const instant = Date.parse('2026-11-15T12:00:00Z');
const zones = ['America/Vancouver', 'America/Edmonton', 'America/Winnipeg', 'Africa/Casablanca', 'America/Havana'];
console.log(`Node ${process.versions.node}: tz ${process.versions.tz}; moment-timezone: tz ${moment.tz.dataVersion}`);
let differing = 0;
for (const name of zones) {
  const engine = IANAZone.create(name).offset(instant) / 60;
  const iana = -moment.tz.zone(name).utcOffset(instant) / 60;
  if (engine !== iana) differing++;
  console.log(`${name.padEnd(20)} engine UTC${engine >= 0 ? '+' : ''}${engine}  IANA ${moment.tz.dataVersion} UTC${iana >= 0 ? '+' : ''}${iana}`);
}
console.log(`${differing} of ${zones.length} zones differ`);
process.exit(differing === zones.length ? 0 : 1);
JS
node_modules/.bin/node look.mjs
