#!/usr/bin/env bash
# One would guess: `npm sbom --omit=dev` lists what `npm ci --omit=dev` installs.
# What happens (npm 11.19.1, November 2026): it leaves out every package that a development dependency needs too. With a program that
# needs express, and supertest among its development dependencies, which needs some packages of express as well, these are missing in
# the list although the program runs with them. Of 206 packages of this project, it lists 64; @nestjs/core is not among them.
# Source: https://docs.npmjs.com/cli/v11/commands/npm-sbom calls `omit` "Dependency types to omit from the installation tree on disk".
# scripts/sbom.mjs lists everything, and keeps the packages that the lock file does not mark as those of development.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >package.json <<'JSON'
{ "name": "one", "version": "1.0.0", "private": true,
  "dependencies": { "express": "5.2.1" }, "devDependencies": { "supertest": "7.2.2" } }
JSON
npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent
names() { grep -o '"purl": "pkg:npm/[^"]*' | sed 's|.*pkg:npm/||' | sort; }
npm sbom --sbom-format=cyclonedx --package-lock-only --omit=dev | names >listed
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --silent
npm ls --omit=dev --all --parseable --long | cut -d: -f2 | grep -v '^one@' | sort -u >installed
echo "npm $(npm --version): installed $(wc -l <installed), listed $(wc -l <listed)"
echo "missing in the list: $(comm -13 listed installed | tr '\n' ' ')"
[ -n "$(comm -13 listed installed)" ] || { echo 'the list is complete' && exit 1; }
