/** What is measured of pages in a browser. */
const SETTLE_MS = 1_500;
const DRAG_MS = 3_000;
const MINUTE_MS = 60_000;
/** A task blocks for as long as it takes beyond this. */
const BLOCKING_MS = 50;
export const BOARD_POLLS = 10;

async function open(browser, slowdown = 1) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return { page, session };
}

/** The scripts of a first visit, its largest contentful paint, and its long tasks. */
export async function firstPaint(browser, url, slowdown) {
  const { page } = await open(browser, slowdown);
  const scripts = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) scripts.push(pathname);
  });
  await page.addInitScript(() => {
    globalThis.seen = { lcp: 0, tasks: [] };
    const watch = (type, each) =>
      new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
    watch('largest-contentful-paint', ({ startTime }) => (globalThis.seen.lcp = startTime));
    watch('longtask', ({ duration }) => globalThis.seen.tasks.push(duration));
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  // A locator that waits would work within the page, on the processor that is measured.
  await page.waitForTimeout(SETTLE_MS);
  await page.locator('article').first().waitFor();
  const { lcp, tasks } = await page.evaluate(() => globalThis.seen);
  await page.close();
  const blocked = tasks.reduce((sum, duration) => sum + Math.max(0, duration - BLOCKING_MS), 0);
  return { scripts, lcp, longest: Math.max(0, ...tasks), blocked };
}

/** Frames while the chart is dragged to and fro. */
export async function dragging(browser, url) {
  const { page } = await open(browser);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator('canvas').first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  const box = await page.locator('canvas').first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(() => {
    globalThis.frames = [];
    const next = (ms) => {
      globalThis.frames.push(ms);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const endMs = Date.now() + DRAG_MS;
  for (let step = 0; Date.now() < endMs; step++) await page.mouse.move(x + Math.sin(step / 12) * (box.width / 3), y);
  const frames = await page.evaluate(() => globalThis.frames);
  await page.close();
  const lengths = frames.slice(1).map((ms, at) => ms - frames[at]);
  return { framesPerSecond: (1_000 * lengths.length) / (frames.at(-1) - frames[0]), slowestMs: Math.max(...lengths) };
}

/** How many rows of the live board a poll touches, and how long the browser works for it. */
export async function boardUpdates(browser, url) {
  const { page, session } = await open(browser);
  await page.clock.install();
  await page.goto(url);
  await page.locator('tbody tr').nth(100).waitFor();
  await page.clock.runFor(SETTLE_MS);
  await page.evaluate(() => {
    globalThis.touched = new Set();
    const rowOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('tbody tr');
    const watch = new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        for (const row of [rowOf(target), ...[...addedNodes].map(rowOf)]) if (row) globalThis.touched.add(row);
      }
    });
    const kinds = { subtree: true, childList: true, characterData: true, attributes: true };
    watch.observe(document.querySelector('main'), kinds);
  });
  await session.send('Performance.enable');
  const taskSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  };
  let [rows, seconds] = [0, 0];
  for (let poll = 0; poll < BOARD_POLLS; poll++) {
    await page.evaluate(() => globalThis.touched.clear());
    const before = await taskSeconds();
    const answered = page.waitForResponse(/\/live$/);
    await page.clock.runFor(MINUTE_MS);
    await (await answered).finished();
    await page.clock.runFor(100);
    seconds += (await taskSeconds()) - before;
    rows = Math.max(rows, await page.evaluate(() => globalThis.touched.size));
  }
  await page.close();
  return { rows, taskMs: (seconds / BOARD_POLLS) * 1_000 };
}
