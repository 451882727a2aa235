import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, say } from './steps.mjs';

/**
 * Debian's package `chromium-headless-shell`: the same engine without the windows of a browser, which take more than half of
 * the processor time of a headless `chromium`.
 */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';
/** Debian's package `chromium` does as well. */
export const CHROMIUM = existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : '/usr/bin/chromium';
/** Where it was tried in vain: it is not tried again with each run of the tests. */
const TRIED = join(ROOT, 'node_modules', '.chromium-tried');

/** As root, and in containers without a GPU; nothing goes to the network but what is opened. */
export const CHROMIUM_FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/**
 * Installs it where that needs no question: as root, with apt. Only tests, pictures and measurements of the
 * dashboard need it, so that nothing fails without it.
 */
export async function ensureBrowser({ verbose = false } = {}) {
  if (existsSync(HEADLESS_SHELL) || existsSync(TRIED) || process.getuid?.() !== 0 || !hasApt()) return;
  say('Installing Chromium for the tests of the dashboard (apt-get install chromium-headless-shell) ...');
  const apt = (...args) => run('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args], { verbose });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', 'chromium-headless-shell');
  } catch (error) {
    const effect = existsSync(CHROMIUM) ? `${CHROMIUM} is used instead` : 'tests in a browser are skipped';
    say(`It is not installed, so ${effect}: ${lastLine(error.message)}`);
  }
  if (!existsSync(HEADLESS_SHELL)) writeFileSync(TRIED, '');
}

const hasApt = () => spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;

const lastLine = (text) => text.trim().split('\n').at(-1);
