#!/usr/bin/env bash
# One would guess: each scrape of prom-client's default metrics shows the lag of the event loop, as a number of seconds, or nothing
# if there is none; and "not a number" is written NaN, as the text format says.
# What happens (prom-client 15.1.3): each scrape empties the histogram of the lag. A second scrape within its resolution of 10 ms (two
# Prometheus servers, or a person beside one) finds nothing measured. It then shows a smallest lag of 9,223,372,036.85 s (292 years:
# the histogram's largest value as its start), a largest of 0, and the mean and standard deviation as "Nan". The text format knows
# NaN; Prometheus itself reads any case, a strict reader refuses the line and with it the whole scrape.
# Source: Prometheus, Exposition formats, "Text format details" (values are numbers, NaN, +Inf or -Inf); Node.js,
# perf_hooks.monitorEventLoopDelay, `histogram.min` and `reset()`.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent prom-client@15.1.3 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { setTimeout } from 'node:timers/promises';
import { collectDefaultMetrics, Registry } from 'prom-client';

const register = new Registry();
collectDefaultMetrics({ register });
await setTimeout(500);
const lagsOf = (text) =>
  Object.fromEntries(
    [...text.matchAll(/^nodejs_eventloop_lag_(min|max|mean|stddev)_seconds (\S+)$/gm)].map(([, what, value]) => [what, value]),
  );
const first = lagsOf(await register.metrics());
const second = lagsOf(await register.metrics());
console.log('Node', process.version);
console.log('first scrape: ', first);
console.log('second scrape:', second);
const measured = Number(first.mean) > 0 && Number(first.min) < 60;
process.exit(measured && second.mean === 'Nan' && second.stddev === 'Nan' && Number(second.min) > 9e9 ? 0 : 1);
JS
node look.mjs
