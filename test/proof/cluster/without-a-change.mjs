import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Takes one change for clusters out of a copy of the last commit, and runs the check of the proof that must then fail:
 * `node test/proof/cluster/without-a-change.mjs [name…]`. Without names, all of them, one after the other.
 */
const CHANGES = {
  'cut-off nodes count as unavailable': {
    file: 'src/common/database/dialect/error-codes.ts',
    from: 'export function isOutOfService(error: object): boolean {\n  if (isCutOff(error)) return true;',
    to: 'export function isOutOfService(error: object): boolean {',
    check: ['node-loss', 'isolated'],
  },
  'health reads a table': {
    file: 'src/modules/health/health.sql.ts',
    from: 'SELECT 1 FROM schema_migrations LIMIT 1',
    to: 'SELECT 1',
    check: ['node-loss', 'isolated'],
  },
  'a locked row is changed': {
    file: 'src/common/database/lock-row.ts',
    from: "`UPDATE ${tableOf(entity)} SET ${column.lockVersion} = ${column.lockVersion} + 1 WHERE ${conditions.join(' AND ')}`,",
    to: "`UPDATE ${tableOf(entity)} SET ${column.lockVersion} = ${column.lockVersion} WHERE ${conditions.join(' AND ')}`,",
    check: ['races', 'start one import'],
  },
  'locks by name are leases': {
    file: 'src/common/database/dialect/named-lock.ts',
    from: 'if (!dialectOf(dataSource).isCluster)',
    to: "if (name !== '')",
    check: ['races', 'migrate an empty schema once|create each partition once'],
  },
  'single statements are retried': {
    file: 'src/common/database/retry.ts',
    from: 'if (!isLostLock(error)) return null;',
    to: "if (error !== '') return null;",
    check: ['races', 'hold a lease'],
  },
  'the next host is tried': {
    file: 'src/common/database/server-hosts.ts',
    from: 'if (failed === this.current) this.index',
    to: 'if (failed === this.current && this.index < 0) this.index',
    check: ['node-loss', 'killed'],
  },
  'a silent host is left': {
    file: 'src/common/database/host-watch.ts',
    from: 'if (this.timer === null && !this.isOver) this.lookLater();',
    to: 'if (this.timer === null && this.isOver) this.lookLater();',
    check: ['network-loss', 'vanished'],
  },
  'compressing is refused': {
    file: 'src/modules/snapshots/partitions/partition.sql.ts',
    from: 'if (this.dialect.isCluster) throw',
    to: "if (this.dialect.isCluster && WOULD_STOP_CLUSTER === '') throw",
    check: ['races', 'refuse to compress'],
  },
  'an ended view is named': {
    file: 'src/common/database/consistent-view.ts',
    from: 'isOutdated || isLostLock(error)',
    to: 'isOutdated',
    check: ['races', 'learn that an export'],
  },
};

const JEST = ['node_modules/jest/bin/jest.js', '--config', 'jest.proof.config.mjs'];
const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
const ROOT = resolve(import.meta.dirname, '../../..');
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CHANGES);
for (const name of names) {
  if (!(name in CHANGES)) throw new Error(`Unknown change "${name}". Known: ${Object.keys(CHANGES).join(', ')}`);
}
const passed = names.filter((name) => !failsWithout(name, CHANGES[name]));
if (passed.length > 0) {
  console.error(`The proof also passes without: ${passed.join(', ')}`);
  process.exitCode = 1;
}

function failsWithout(name, { file, from, to, check: [proof, test] }) {
  const tree = mkdtempSync(join(tmpdir(), 'without-'));
  try {
    execFileSync('git', ['-C', ROOT, 'worktree', 'add', '--quiet', '--detach', '--force', tree], { stdio: 'inherit' });
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    const text = readFileSync(join(tree, file), 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} does not have exactly one ${from}`);
    writeFileSync(
      join(tree, file),
      text.replace(from, () => to),
    );
    execFileSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build', '-b', 'swc'], {
      cwd: tree,
      stdio: 'inherit',
    });
    // The others need the schema that the first one makes.
    const tests = proof === 'races' ? `migrate an empty schema once|${test}` : test;
    const outputFile = join(tree, 'results.json');
    spawnSync(
      process.execPath,
      [...JEST, `proof/cluster/${proof}`, '-t', tests, '--json', `--outputFile=${outputFile}`],
      {
        cwd: tree,
        encoding: 'utf8',
        maxBuffer: 64_000_000,
        env: { ...process.env, NODE_OPTIONS },
      },
    );
    const results = JSON.parse(readFileSync(outputFile, 'utf8')).testResults[0].assertionResults;
    const failed = results.find(({ status, title }) => status === 'failed' && new RegExp(test).test(title));
    console.log(failed ? `fails without "${name}": ${failed.title}\n${reasonOf(failed)}` : `PASSES without "${name}"`);
    return failed !== undefined;
  } finally {
    execFileSync('git', ['-C', ROOT, 'worktree', 'remove', '--force', tree]);
    rmSync(tree, { recursive: true, force: true });
  }
}

function reasonOf({ failureMessages: [message = ''] }) {
  return message.slice(0, 700);
}
