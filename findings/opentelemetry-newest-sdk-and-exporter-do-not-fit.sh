#!/usr/bin/env bash
# One would guess: the newest release of OpenTelemetry's Node tracer (`@opentelemetry/sdk-trace-node`) and the newest release of its OTLP
# exporter can be installed together.
# What happens: version 3 of the SDK (October 2026) exists only under another name, `@opentelemetry/sdk-trace`. The old name got 2.12.1 on
# the day of 3.1.1, stays its own `latest`, and is not marked as deprecated, so `npm outdated` and update bots see nothing. Exporter 0.301.0
# wants API 1.10 or newer, the tracer one below 1.10: npm refuses (ERESOLVE). What fits: 2.12.1 with exporter 0.223.1 and API 1.9, which also
# still runs on Node 20 (0.301.0 needs 22.15); or `sdk-trace` 3 with 0.301.0.
# Source: the package.json files of these versions in the npm registry.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
try() {
  local log
  if log=$(npm install --dry-run --no-audit --no-fund "$@" 2>&1); then echo fits; else grep -o 'ERESOLVE' <<<"$log" | head -1; fi
}
old='@opentelemetry/sdk-trace-node@2.12.1'
newest=$(try "$old" @opentelemetry/exporter-trace-otlp-http@0.301.0)
fitting=$(try "$old" @opentelemetry/exporter-trace-otlp-http@0.223.1 @opentelemetry/api@1.9.1)
renamed=$(try @opentelemetry/sdk-trace@3.1.0 @opentelemetry/exporter-trace-otlp-http@0.301.0 @opentelemetry/api@1.10.0)
tagged=$(npm view @opentelemetry/sdk-trace-node dist-tags.latest)
deprecated=$(npm view "$old" deprecated)
echo "sdk-trace-node 2.12.1 and exporter 0.301.0: $newest"
echo "sdk-trace-node 2.12.1, exporter 0.223.1 and API 1.9.1: $fitting"
echo "sdk-trace 3.1.0, exporter 0.301.0 and API 1.10.0: $renamed"
echo "latest of sdk-trace-node: $tagged; marked as deprecated: ${deprecated:-no}"
[[ $newest == ERESOLVE && $fitting == fits && $renamed == fits && $tagged == 2.* && -z $deprecated ]]
