#!/usr/bin/env bash
# One would guess: Intl.DateTimeFormat takes the names of IANA's time zone database and refuses others with a RangeError, so
# that it can tell whether a feed names a real zone.
# What happens (Node 20.20.2, ICU 78.2): it also takes three-letter abbreviations that IANA does not have. "IST" (Ireland,
# Israel, India) becomes Asia/Calcutta, "CST" (America, China, Cuba) America/Chicago, "AST" America/Anchorage, not
# Atlantic time. A park with such a zone is off by hours, and nothing says so.
# Source: ICU keeps the three-letter ids of old Java versions as aliases; ECMA-402 asks for IANA names.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent node@20.20.2 moment-timezone@0.6.6 >/dev/null 2>&1
cat >look.mjs <<'JS'
import moment from 'moment-timezone';

console.log(`Node ${process.versions.node}, ICU ${process.versions.icu}`);
const seen = ['IST', 'CST', 'AST'].map((name) => {
  const resolved = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  const isIana = moment.tz.names().includes(name);
  const offset = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
    .formatToParts(Date.UTC(2024, 0, 1)).find(({ type }) => type === 'timeZoneName').value;
  console.log(`"${name}": Intl takes it as ${resolved} (${offset}); a name of IANA: ${isIana}`);
  return `${name} ${offset} ${isIana}`;
});
const expected = ['IST GMT+05:30 false', 'CST GMT-06:00 false', 'AST GMT-09:00 false'];
process.exit(JSON.stringify(seen) === JSON.stringify(expected) ? 0 : 1);
JS
node_modules/.bin/node look.mjs
