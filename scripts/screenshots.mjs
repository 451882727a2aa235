import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './setup/steps.mjs';

/**
 * Pictures of the main pages in `docs/images`, from the data of the demo, which it starts and ends. Arguments are addresses of
 * further pages. With DASHBOARD_URL, it takes them from a running server.
 */
const CHROMIUM = '/usr/bin/chromium';
const FOLDER = join(ROOT, 'docs', 'images');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const PAGES = [
  { name: 'overview', path: '/', theme: 'light', height: 900 },
  { name: 'ride-today', path: '/rides/59', theme: 'light', height: 800 },
  { name: 'ride-patterns', path: '/rides/59?view=patterns', theme: 'dark', height: 800 },
];

if (!existsSync(CHROMIUM)) {
  console.error(`Screenshots need ${CHROMIUM}: apt-get install chromium`);
  process.exit(1);
}
const demo = process.env.DASHBOARD_URL ? null : await startDemo();
try {
  await takeAll(process.env.DASHBOARD_URL ?? demo.url);
} finally {
  demo?.child.kill('SIGINT');
}

async function takeAll(url) {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const further = process.argv
    .slice(2)
    .map((path) => ({ name: path.replace(/\W+/g, '-'), path, theme: 'light', height: 900 }));
  for (const { name, path, theme, height } of [...PAGES, ...further]) {
    const page = await browser.newPage({ viewport: { width: 1280, height }, colorScheme: theme });
    await page.goto(url + path, { waitUntil: 'networkidle' });
    // Charts end their first drawing.
    await page.waitForTimeout(600);
    const file = join(FOLDER, `${name}.png`);
    await page.screenshot({ path: file });
    console.log(file);
    await page.close();
  }
  await browser.close();
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
