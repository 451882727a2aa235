import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { setUp } from './setup.mjs';
import { ROOT } from './setup/steps.mjs';

/**
 * Runs the tests on the private server and on every server of TEST_SERVERS ("mysql97=mysql://user:password@host/schema …", separated
 * by spaces), one after the other, and prints a table of servers and folders. Arguments go to jest. See docs/servers.md.
 */
const servers = [
  { name: 'embedded', url: undefined },
  ...(process.env.TEST_SERVERS ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .map((entry) => ({ name: entry.slice(0, entry.indexOf('=')), url: entry.slice(entry.indexOf('=') + 1) })),
].filter(({ name }) => !(process.env.TEST_SERVERS_SKIP ?? '').split(/\s+/).includes(name));

await setUp();
const folder = mkdtempSync(join(tmpdir(), 'test-servers-'));
const columns = [];
for (const { name, url } of servers) {
  const version = url === undefined ? '' : await versionOf(url);
  console.log(`\n== ${name} ${version}`);
  const outputFile = join(folder, `${name}.json`);
  await runTests(url, outputFile);
  columns.push({ name: `${name} ${version}`.trim(), results: countsByFolder(outputFile) });
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${tableOf(columns)}`);
process.exitCode = columns.every(({ results }) => [...results.values()].every(({ failed }) => failed === 0)) ? 0 : 1;

async function versionOf(url) {
  const { parseDatabaseUrl } = await import('../dist/common/database/connection-options.js');
  const connection = await createConnection(parseDatabaseUrl(url));
  try {
    const [[row]] = await connection.query('SELECT VERSION() AS version');
    return row.version;
  } finally {
    await connection.end();
  }
}

async function runTests(url, outputFile) {
  const { TEST_DATABASE_URL: _, ...environment } = process.env;
  const args = [join(ROOT, 'scripts', 'test.mjs'), ...process.argv.slice(2), '--json', `--outputFile=${outputFile}`];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: url === undefined ? environment : { ...environment, TEST_DATABASE_URL: url },
  });
  await new Promise((ended) => child.once('exit', ended));
}

/** Passed, failed and skipped tests by folder; a file that could not run counts as one failed test. */
function countsByFolder(outputFile) {
  const counts = new Map();
  for (const { name, assertionResults, status } of JSON.parse(readFileSync(outputFile, 'utf8')).testResults) {
    const [top, second] = relative(ROOT, name).split('/');
    const key = `${top}/${second}`;
    const count = counts.get(key) ?? { passed: 0, failed: 0, skipped: 0 };
    for (const result of assertionResults) {
      if (result.status === 'passed') count.passed += 1;
      else if (result.status === 'failed') count.failed += 1;
      else count.skipped += 1;
    }
    if (status === 'failed' && assertionResults.every((result) => result.status !== 'failed')) count.failed += 1;
    counts.set(key, count);
  }
  return counts;
}

function tableOf(servers) {
  const folders = [...new Set(servers.flatMap(({ results }) => [...results.keys()]))].sort();
  const cell = (count) => {
    if (count === undefined) return '-';
    const { passed, failed, skipped } = count;
    return `${failed > 0 ? `**${failed} failed**, ` : ''}${passed}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  };
  return [
    `| folder | ${servers.map(({ name }) => name).join(' | ')} |`,
    `| --- | ${servers.map(() => '---').join(' | ')} |`,
    ...folders.map((key) => `| ${key} | ${servers.map(({ results }) => cell(results.get(key))).join(' | ')} |`),
  ].join('\n');
}
