/**
 * The bars of the dashboard: `npm run bench:web -- [--runs 3]`. The built files with made-up responses of the API, in
 * Chromium: what a first visit loads, the overview with 100 destinations on a processor slowed down four times, dragging a
 * year of 50,000 observations, and polls of a live board with 200 rows. Prints Markdown.
 */
import { parseArgs } from 'node:util';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../scripts/setup/browser.mjs';
import { markdown, median, milliseconds } from './tools/figures.mjs';
import { gzipBytes, serveDashboard } from './web/built-files.mjs';
import * as made from './web/made-up-data.mjs';
import { BOARD_POLLS, boardUpdates, dragging, firstPaint } from './web/measures.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const RUNS = Number(options.runs);
const BAR = { firstLoadKb: 250, lcpMs: 1_500, longestTaskMs: 200, framesPerSecond: 30 };
const CPU_SLOWDOWN = 4;

if (!existsSync(CHROMIUM)) {
  console.error(`The measurements need Chromium: apt-get install chromium-headless-shell`);
  process.exit(1);
}

const endMs = Date.now();
let polls = 0;
const server = await serveDashboard(answer);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
try {
  console.log(markdown(['dashboard', 'measured', 'bar', 'met'], [...(await loads()), ...(await moves())]));
} finally {
  await browser.close();
  server.close();
}

function answer({ pathname, searchParams }) {
  if (pathname === '/api/live/status-summary') return made.statusSummary();
  if (pathname === '/api/destinations') return made.destinations();
  if (pathname === '/api/parks/1/live') return made.parkLive(polls++);
  if (pathname === '/api/rides/1') return made.ride();
  if (pathname === '/api/rides/1/history') return made.observations(searchParams, endMs);
  return undefined;
}

async function loads() {
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await firstPaint(browser, `${server.url}/`, CPU_SLOWDOWN));
  const kilobytes = runs[0].scripts.reduce((sum, path) => sum + gzipBytes(path), 0) / 1_000;
  const [lcpMs, longestMs] = [median(runs.map(({ lcp }) => lcp)), median(runs.map(({ longest }) => longest))];
  const blockedMs = median(runs.map(({ blocked }) => blocked));
  const overview = `overview, ${made.DESTINATIONS} destinations, processor slowed ${CPU_SLOWDOWN} times`;
  return [
    row('JavaScript of the first page, gzip', kilobytes, 'KB', BAR.firstLoadKb),
    row(`${overview}: largest contentful paint`, lcpMs, 'ms', BAR.lcpMs),
    row(`${overview}: longest task`, longestMs, 'ms', BAR.longestTaskMs),
    [`${overview}: total blocking time`, `${milliseconds(blockedMs)} ms`, '–', '–'],
  ];
}

async function moves() {
  const [from, to] = [endMs - 364 * 86_400_000, endMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    runs.push(await dragging(browser, `${server.url}/rides/1?view=history&detail=raw&from=${from}&to=${to}`));
  }
  const frames = median(runs.map(({ framesPerSecond }) => framesPerSecond));
  const slowestMs = median(runs.map(({ slowestMs: slowest }) => slowest));
  const board = await boardUpdates(browser, `${server.url}/parks/1`);
  const drag = `dragging a year of ${made.YEAR_OBSERVATIONS.toLocaleString('en')} observations`;
  const isMet = frames >= BAR.framesPerSecond ? 'yes' : 'no';
  return [
    [drag, `${frames.toFixed(0)} frames/s`, `${BAR.framesPerSecond} frames/s`, isMet],
    [`${drag}: slowest frame of a run`, `${milliseconds(slowestMs)} ms`, '–', '–'],
    [
      `live board, ${made.BOARD_RIDES} rows: rows changed by a poll with 5 new waits`,
      `${board.rows} of ${made.BOARD_RIDES}`,
      'not all',
      board.rows < made.BOARD_RIDES / 4 ? 'yes' : 'no',
    ],
    [`live board: processor time of a poll, mean of ${BOARD_POLLS}`, `${milliseconds(board.taskMs)} ms`, '–', '–'],
  ];
}

function row(name, value, unit, bar) {
  return [name, `${milliseconds(value)} ${unit}`, `${bar} ${unit}`, value <= bar ? 'yes' : 'no'];
}
