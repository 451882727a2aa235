#!/usr/bin/env bash
# One would guess: the lock file that `npm install` has just written is one that `npm ci` accepts.
# What happens (npm 11.19.1; nodejs-polars 0.26.1, September 2026): the package names eight optional packages, one a platform, all of
# its own version. Five of them were never published in it. `npm install` passes over them without a word and writes a lock without
# them, and `npm ci` then refuses this lock: "Missing: nodejs-polars-...@ from lock file" (EUSAGE). A build of an image by `npm ci`
# fails on every platform, also on those whose package exists.
# Vite 8.4.0 has one such package too (napi-windows-process-start-time, which the registry does not have in any version).
# Source: https://docs.npmjs.com/cli/v11/commands/npm-ci says that it exits with an error if the lock does not match package.json; it
# does here, and npm has written both.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent --no-save --prefix "$folder/npm" npm@11.19.1 >/dev/null
npm="$folder/npm/node_modules/.bin/npm"
for package in nodejs-polars@0.26.1 vite@8.4.0; do
  rm -rf "$folder/one" && mkdir "$folder/one" && cd "$folder/one"
  echo '{ "name": "one", "version": "1.0.0", "private": true }' >package.json
  "$npm" install --package-lock-only --ignore-scripts --no-audit --no-fund --save-exact "$package" >install.log 2>&1
  echo "$package: npm $("$npm" --version) install wrote a lock, $(grep -ci 'napi-windows\|nodejs-polars-win32' install.log || true) lines about the packages"
  if "$npm" ci --ignore-scripts --no-audit --no-fund >ci.log 2>&1; then
    echo 'npm ci accepts the lock' && exit 1
  fi
  grep 'EUSAGE\|Missing:' ci.log | sed 's/^/  /'
  grep -q 'Missing: ' ci.log || exit 1
done
