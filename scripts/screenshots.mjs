import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from './setup/browser.mjs';
import { ROOT } from './setup/steps.mjs';

/**
 * Pictures of the dashboard, from the data of the demo, which it starts and ends. Without options those of the README, in
 * `docs/images`. `--all FOLDER`: every page in both themes, wide and at 360 pixels. Arguments are addresses of further pages.
 * With DASHBOARD_URL, it takes them from a running server, whose ADMIN_API_KEY the pages for operators need.
 */
const DATA_DIR = resolve(ROOT, process.env.DATA_DIR ?? '.data');
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 800 };
const README_PICTURES = [
  { name: 'overview', path: '/', theme: 'light', size: WIDE },
  { name: 'park', path: '/parks/1', theme: 'light', size: WIDE },
  { name: 'ride-patterns', path: '/rides/1?view=patterns', theme: 'dark', size: WIDE },
];
const QUALITY_VIEWS = ['issues', 'gaps', 'freshness', 'coverage', 'reconciliation', 'exclusions'].map(
  (view) => `/admin/quality?view=${view}`,
);
const PAGES = [
  ...['/', '/parks/1', '/parks/1?view=downtimes', '/parks/1?view=ranking', '/parks/1?view=calendar'],
  ...['/rides/1', '/rides/1?view=patterns', '/rides/1?view=history', '/rides/1?view=years', '/rides/1?view=queues'],
  ...['/rides/1?view=about', '/compare?rides=1,2,3', '/rankings', '/trends', '/explore?park=1'],
  ...['/admin', '/admin/imports', '/admin/imports?view=mappings', '/admin/imports?view=proposals'],
  ...['/admin/collector', ...QUALITY_VIEWS, '/admin/storage', '/admin/metadata', '/admin/keys', '/admin/audit'],
];

const { values: options, positionals } = parseArgs({
  options: { all: { type: 'string' } },
  allowPositionals: true,
});
if (!existsSync(CHROMIUM)) {
  console.error(`Screenshots need Chromium: apt-get install chromium-headless-shell`);
  process.exit(1);
}
const folder = options.all === undefined ? join(ROOT, 'docs', 'images') : resolve(options.all);
const demo = process.env.DASHBOARD_URL ? null : await startDemo();
try {
  const url = process.env.DASHBOARD_URL ?? demo.url;
  await takeAll(url, options.all === undefined ? await readmePictures(url) : everyPage());
} finally {
  demo?.child.kill('SIGINT');
}

/** The park is one that is open at this hour, with earlier years to compare with, if there is one. */
async function readmePictures(url) {
  const { parks } = await (await fetch(`${url}/api/live/status-summary`)).json();
  const open = parks.find(({ isOpen, waits }) => isOpen && waits.typicalWaitMinutes !== null) ?? parks[0];
  README_PICTURES.find(({ name }) => name === 'park').path = `/parks/${open.parkId}`;
  const further = positionals.map((path) => ({ name: nameOf(path), path, theme: 'light', size: WIDE }));
  return [...README_PICTURES, ...further];
}

function everyPage() {
  return [...PAGES, ...positionals].flatMap((path) =>
    ['light', 'dark'].flatMap((theme) =>
      [WIDE, NARROW].map((size) => ({
        ...{ name: `${nameOf(path)}-${theme}-${size.width}`, path, theme, size, isWhole: true },
      })),
    ),
  );
}

function nameOf(path) {
  return path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'overview';
}

async function takeAll(url, pictures) {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  for (const { name, path, theme, size, isWhole = false } of pictures) {
    const page = await browser.newPage({ viewport: size, colorScheme: theme });
    if (path.startsWith('/admin')) await signIn(page, url);
    // The live events of a page never end.
    await page.goto(url + path, { waitUntil: 'load' });
    await page.locator('h1').waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    // Charts end their first drawing.
    await page.waitForTimeout(1_500);
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file, fullPage: isWhole });
    console.log(file);
    await page.close();
  }
  await browser.close();
}

/** A session of its own for each picture, as for each visitor. */
async function signIn(page, url) {
  const key = process.env.ADMIN_API_KEY ?? readFileSync(join(DATA_DIR, 'demo', 'admin-api-key'), 'utf8').trim();
  const response = await page.request.post(`${url}/api/admin/session`, { data: { key } });
  if (!response.ok()) throw new Error(`the admin key was refused with ${response.status()}`);
  // As the sign-in of the page does: without it, the page does not ask whether there is a session.
  await page.addInitScript(() => localStorage.setItem('signed-in', 'yes'));
}

function startDemo() {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli.js'), 'demo'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 2],
  });
  return new Promise((done, fail) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('until Ctrl+C')) done({ child, url: /The dashboard at (http:\/\/[\d.:]+)/.exec(output)[1] });
    });
    child.once('exit', (code) => fail(new Error(`the demo ended with code ${code}:\n${output}`)));
  });
}
