import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, say } from './steps.mjs';

/** Debian's package `chromium`. */
export const CHROMIUM = '/usr/bin/chromium';
/** Where it was tried in vain: it is not tried again with each run of the tests. */
const TRIED = join(ROOT, 'node_modules', '.chromium-tried');

/** As root, and in containers without a GPU; nothing goes to the network but what is opened. */
export const CHROMIUM_FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/**
 * Installs Debian's Chromium where that needs no question: as root, with apt. Only tests, pictures and measurements of the
 * dashboard need it, so that nothing fails without it.
 */
export async function ensureBrowser({ verbose = false } = {}) {
  if (existsSync(CHROMIUM) || existsSync(TRIED) || process.getuid?.() !== 0 || !hasApt()) return;
  say('Installing Chromium for the tests of the dashboard (apt-get install chromium) ...');
  const apt = (...args) => run('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args], { verbose });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', 'chromium');
  } catch (error) {
    say(`Chromium is not installed, so tests in a browser are skipped: ${lastLine(error.message)}`);
  }
  if (!existsSync(CHROMIUM)) writeFileSync(TRIED, '');
}

const hasApt = () => spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;

const lastLine = (text) => text.trim().split('\n').at(-1);
