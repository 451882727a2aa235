#!/usr/bin/env bash
# One would guess: what TypeORM's command prints does not depend on how the application logs its SQL; `migration:show` lists the pending
# migrations of any DataSource that it opens.
# What happens (TypeORM 1.1.1, Node 20): the command loads the application's DataSource and prints its result through the logger of
# that DataSource. Where the application sends TypeORM's log elsewhere (here: a logger of its own that prints nothing), `migration:show`
# prints nothing at all and exits with 0, just as with a schema that is up to date: a deployment that looks at its output sees no
# pending migration. A DataSource for the command needs a printing logger.
# Source: https://typeorm.io/docs/advanced-topics/logging ("Using custom logger"), https://typeorm.io/docs/migrations/status
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent typeorm@1.1.1 sql.js@1.13.0 reflect-metadata@0.2.2 >/dev/null 2>&1
cat >data-source.mjs <<'JS'
import { DataSource } from 'typeorm';

class CreateRides1700000000000 {
  name = 'CreateRides1700000000000';
  async up(runner) {
    await runner.query('CREATE TABLE rides (ride_id INT)');
  }
  async down(runner) {
    await runner.query('DROP TABLE rides');
  }
}
const METHODS = ['logQuery', 'logQueryError', 'logQuerySlow', 'logSchemaBuild', 'logMigration', 'log'];
const quietLogger = Object.fromEntries(METHODS.map((method) => [method, () => {}]));
const logger = process.env.OWN_LOGGER ? { logger: quietLogger } : {};
export default new DataSource({ type: 'sqljs', migrations: [CreateRides1700000000000], ...logger });
JS
show() {
  local output code=0
  output=$("$@" npx typeorm migration:show -d data-source.mjs 2>&1) || code=$?
  echo "exit code $code, output: '$output'"
}
echo "typeorm $(node -p "JSON.parse(require('fs').readFileSync('node_modules/typeorm/package.json')).version"), one pending migration"
default=$(show env)
own=$(show env OWN_LOGGER=1)
echo "  default logger:          $default"
echo "  logger of the project:   $own"
[[ $default == *"[ ] CreateRides1700000000000"* && $own == "exit code 0, output: ''" ]]
