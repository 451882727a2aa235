import { existsSync } from 'node:fs';

/** Debian's packages: the same engine, but `chromium` takes twice the processor time because it has windows too. */
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

/** As root, and in containers without a GPU; nothing goes to the network but what a test opens. */
export const LAUNCH = {
  executablePath: CHROMIUM ?? '',
  args: [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
};

/** Tests that need a browser. Without one they are skipped, and their name in the report gives the reason. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (CHROMIUM) describe(name, tests);
  else describe.skip(`${name} (needs Chromium: apt-get install chromium-headless-shell)`, tests);
}
