import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page, Response } from 'playwright-core';
import { chromium } from 'playwright-core';
import { Program } from '../../support/program.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { LAUNCH } from './chromium.js';

// A page refreshes itself while a test clicks. A test that fails is run once more; its first error is printed as well, and is a
// defect to be cured.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A UTC day. The demo has data of the 60 days before today. */
export const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

export const THEMES = ['light', 'dark'] as const;
export const WIDTHS = [1440, 360] as const;

export interface Visit {
  page: Page;
  /** Requests to the API since the page was opened, without the one connection for events. */
  apiRequests: string[];
  /** Errors of the page's code. */
  errors: string[];
}

export interface Violation {
  rule: string;
  targets: string[];
}

/** The demo: the whole program on a generated archive and a simulated live API, and a browser that visits it. */
export class Dashboard {
  private constructor(
    private readonly demo: Program | null,
    private readonly browser: Browser,
    private readonly removeData: () => void,
    readonly url: string,
    readonly adminKey: string,
  ) {}

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Dashboard> {
    const folder = temporaryFolder('dashboard');
    const demo = new Program('demo', [], {
      ...{ DATA_DIR: folder.path, EMBEDDED_DB_BUFFER_POOL_MB: '64', PORT: '0', STORAGE_CAPACITY_GB: '1000' },
      ...{ RATE_LIMIT_PUBLIC_PER_MINUTE: '100000', RATE_LIMIT_ADMIN_PER_MINUTE: '100000' },
      ...settings,
    });
    await demo.until('until Ctrl+C');
    const url = /The dashboard at (http:\/\/[\d.:]+)/.exec(demo.output)![1]!;
    const adminKey = readFileSync(join(folder.path, 'demo', 'admin-api-key'), 'utf8').trim();
    return new Dashboard(demo, await chromium.launch(LAUNCH), () => folder.remove(), url, adminKey);
  }

  /** A browser for a server that the test has started itself. */
  static async at(url: string, adminKey: string): Promise<Dashboard> {
    return new Dashboard(null, await chromium.launch(LAUNCH), () => undefined, url, adminKey);
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.demo?.kill('SIGINT');
    await this.demo?.end();
    this.removeData();
  }

  /** A new visitor, without anything stored, who opens an address and waits until it is complete. */
  async visit(path: string, options: BrowserContextOptions & { width?: number } = {}): Promise<Visit> {
    const { width = 1440, ...others } = options;
    const context = await this.browser.newContext({ viewport: { width, height: 900 }, ...others });
    const page = await context.newPage();
    const [apiRequests, errors]: [string[], string[]] = [[], []];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/api/') && request.resourceType() !== 'eventsource') apiRequests.push(pathname + search);
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(this.url + path, { waitUntil: 'networkidle' });
    await page.locator('h1').waitFor();
    await page.locator('[role=status] .skeleton').first().waitFor({ state: 'detached' });
    return { page, apiRequests, errors };
  }

  /** A visitor who signs in with the admin key. */
  async signedIn(path: string, options: BrowserContextOptions & { width?: number } = {}): Promise<Visit> {
    const visit = await this.visit(path, options);
    await visit.page.getByLabel('Admin key').fill(this.adminKey);
    await visit.page.getByRole('button', { name: 'Sign in' }).click();
    await visit.page.getByText('Signed in as').waitFor();
    await visit.page.waitForLoadState('networkidle');
    await visit.page.locator('[role=status] .skeleton').first().waitFor({ state: 'detached' });
    return visit;
  }

  async api<Body>(path: string): Promise<Body> {
    return (await (await fetch(this.url + path)).json()) as Body;
  }

  /** With the admin key. */
  async adminApi<Body>(path: string, init: RequestInit = {}): Promise<Body> {
    const headers = { Authorization: `Bearer ${this.adminKey}`, 'Content-Type': 'application/json' };
    return (await (await fetch(this.url + path, { ...init, headers })).json()) as Body;
  }
}

const COUNT_LIMIT_MS = 20_000;

/** Expects this number of elements, once they are loaded. */
export async function expectCount(elements: Locator, count: number): Promise<void> {
  const limitMs = performance.now() + COUNT_LIMIT_MS;
  while ((await elements.count()) !== count && performance.now() < limitMs) await setTimeout(50);
  expect(await elements.count()).toBe(count);
}

export async function closeVisit({ page }: Visit): Promise<void> {
  await page.context().close();
}

/** What axe finds wrong for readers with screen readers, keyboards, or bad eyesight. */
export async function violationsOf(page: Page): Promise<Violation[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    interface Axe {
      run(root: unknown, options: object): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
    }
    const { axe, document } = globalThis as unknown as { axe: Axe; document: unknown };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => ({ rule: id, targets: nodes.map(({ target }) => target.join(' ')) }));
  });
}

/** In both themes, wide and at 360 pixels. Needs a visit with `bypassCSP`. */
export async function expectNoBarrier({ page }: Visit): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const found = { violations: await violationsOf(page), overflow: await overflowPixels(page) };
      expect({ colorScheme, width, ...found }).toEqual({ colorScheme, width, violations: [], overflow: 0 });
    }
  }
}

const MAX_REQUESTS = 6;

/** Loads the page of an operator again, and counts its requests to the API. */
export async function expectFewRequests({ page, apiRequests, errors }: Visit): Promise<void> {
  const before = apiRequests.length;
  await page.reload({ waitUntil: 'networkidle' });
  await page.getByText('Signed in as').waitFor();
  // An event of the server may cause some of them again meanwhile.
  expect(new Set(apiRequests.slice(before)).size).toBeLessThanOrEqual(MAX_REQUESTS);
  expect(errors).toEqual([]);
}

/** How far the page is wider than the screen. */
export async function overflowPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } };
      innerWidth: number;
    };
    return Math.max(0, document.documentElement.scrollWidth - innerWidth);
  });
}

/** How many rows of tables change while something happens. */
export async function rowsTouchedUntil(page: Page, happen: () => Promise<void>): Promise<number> {
  await page.evaluate(`
    globalThis.touched = new Set();
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const row = (target.nodeType === 1 ? target : target.parentElement)?.closest('tbody tr');
        if (row) globalThis.touched.add(row);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  `);
  await happen();
  return page.evaluate<number>('globalThis.touched.size');
}

export type { Page, Response };
