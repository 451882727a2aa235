import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadDataSeconds } from '../load-data.mjs';
import { ROOT } from '../tools/bench-tools.mjs';
import { holdDatabase } from './held-database.mjs';

const run = promisify(execFile);
const DAYS = 100;
const FIRST_DAY = '2023-01-01';
/** With 60 rides about 0.9 million events in 100 days. */
const SIZE = ['--rides', '60', '--start', FIRST_DAY, '--destinations', '1', '--events-per-ride-day', '170'];
const GUEST = 'guest-import.mjs';
const DAY_MS = 86_400_000;
const dayAfterStart = (days) => new Date(Date.parse(FIRST_DAY) + days * DAY_MS).toISOString().slice(0, 10);

/** Generated destinations, served by the S3 server of this tree to both sides. */
async function serveArchive(destinations, days) {
  const folder = mkdtempSync(join(tmpdir(), 'compare-archive-'));
  const ids = [];
  for (let seed = 1; seed <= destinations; seed++) {
    const manifest = join(folder, `manifest-${seed}.json`);
    const place = ['--out', join(folder, 'archive'), '--overwrite', '--manifest', manifest];
    const args = ['dist/cli.js', 'generate-archive', ...place, '--seed', `${seed}`, '--days', `${days}`, ...SIZE];
    await run('node', args, { cwd: ROOT });
    ids.push(JSON.parse(readFileSync(manifest, 'utf8')).destinations[0].id);
  }
  const args = ['dist/cli.js', 'serve-archive', '--folder', join(folder, 'archive')];
  const server = spawn('node', args, { cwd: ROOT });
  const [output] = await once(server.stdout, 'data');
  return {
    ids,
    endpoint: /http:\/\/[\d.]+:\d+/.exec(output.toString())[0],
    close() {
      server.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A tree with a database of its own, that imports from the archive. */
async function importer(tree, endpoint) {
  const guest = join(tree, 'test', 'performance', `.${GUEST}`);
  copyFileSync(join(import.meta.dirname, GUEST), guest);
  const held = await holdDatabase(tree, 1024);
  const archive = {
    ...{ ARCHIVE_SOURCE: 's3://archive.themeparks.wiki', ARCHIVE_S3_ENDPOINT: endpoint, ARCHIVE_FIRST_YEAR: '2023' },
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  return {
    held,
    async import(...args) {
      const serverBefore = held.processorSeconds();
      const env = { ...held.settings, ...archive };
      const { stdout } = await run('node', [guest, ...args], { cwd: held.folder, env });
      const metrics = JSON.parse(stdout.trim().split('\n').at(-1));
      if (metrics.result !== 'completed') throw new Error(`the import ended as ${metrics.result}`);
      return { ...metrics, serverSeconds: held.processorSeconds() - serverBefore };
    },
    async close() {
      await held.release();
      rmSync(guest, { force: true });
    },
  };
}

const figuresOf = ({ events, seconds, cpuSeconds, serverSeconds, peakRssMb }) => ({
  'events/s': events / seconds,
  'processor s, program': cpuSeconds,
  'processor s, database': serverSeconds,
  'peak memory, MB': peakRssMb,
});

async function openImporters(trees, { destinations, days }) {
  const archive = await serveArchive(destinations, days);
  const sides = {};
  for (const [side, tree] of Object.entries(trees)) sides[side] = await importer(tree, archive.endpoint);
  const close = async () => {
    for (const side of Object.values(sides)) await side.close();
    archive.close();
  };
  return { ids: archive.ids, sides, close };
}

/** Destinations of 0.9 million events each, beside a million that are there, and LOAD DATA of the same rows as a peer. */
export async function openImport(trees, pairs) {
  const { ids, sides, close } = await openImporters(trees, { destinations: pairs + 1, days: DAYS });
  for (const side of Object.values(sides)) await side.import(ids[0]);
  return {
    close,
    async measure(side, pair) {
      const { import: importOnce, held } = sides[side];
      const metrics = await importOnce(ids[pair + 1]);
      const peer = await loadDataSeconds(held.database, held.folder);
      const rows = metrics.stored + metrics.queueRowsStored;
      const againstLoadData = metrics.seconds / rows / (peer.seconds / peer.rows);
      return { ...figuresOf(metrics), 'time against LOAD DATA': againstLoadData };
    },
  };
}

const DAYS_OF_PAIR = 60;

/** The next two months of a destination whose earlier ones are there: its rides are known, and the months are new. */
export async function openNewMonth(trees, pairs) {
  const days = DAYS + pairs * DAYS_OF_PAIR;
  const { ids, sides, close } = await openImporters(trees, { destinations: 1, days });
  for (const side of Object.values(sides)) await side.import(ids[0], FIRST_DAY, dayAfterStart(DAYS - 1));
  return {
    close,
    async measure(side, pair) {
      const first = DAYS + pair * DAYS_OF_PAIR;
      const range = [dayAfterStart(first), dayAfterStart(first + DAYS_OF_PAIR - 1)];
      return figuresOf(await sides[side].import(ids[0], ...range));
    },
  };
}

/** The same files again. */
export async function openReimport(trees) {
  const { ids, sides, close } = await openImporters(trees, { destinations: 1, days: DAYS });
  for (const side of Object.values(sides)) await side.import(ids[0]);
  return {
    close,
    async measure(side) {
      const metrics = await sides[side].import(ids[0]);
      if (metrics.stored + metrics.queueRowsStored > 0) throw new Error('a repeated import stored rows');
      return figuresOf(metrics);
    },
  };
}
