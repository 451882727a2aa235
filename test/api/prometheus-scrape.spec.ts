import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileOfDebianPackage } from '../support/debian-package.js';
import { freePort } from '../support/free-port.js';
import { LiveRows } from '../support/live-rows.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

const INSTALLED = ['/usr/bin/prometheus', '/usr/local/bin/prometheus'];
const PROMETHEUS = fileOfDebianPackage('prometheus', /usr\/bin\/prometheus$/, INSTALLED);
const PATIENCE_MS = 60_000;
const DASHBOARDS = readdirSync('docker/grafana').filter((name) => name.endsWith('.json'));

interface Answer<T> {
  status: string;
  error?: string;
  data: T;
}

(PROMETHEUS === null ? describe.skip : describe)('a Prometheus that scrapes the application', () => {
  const folder = temporaryFolder('prometheus');
  let database: TestDatabase;
  let api: ApiApp;
  let prometheus: ChildProcess;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase('prometheus');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
    await new LiveRows(api.query.bind(api)).destination(1, 'Resort');
    const target = new URL(await api.app.getUrl()).host;
    writeFileSync(join(folder.path, 'prometheus.yml'), JSON.stringify(configuration(target)));
    copyFileSync('docker/prometheus/alerts.yml', join(folder.path, 'alerts.yml'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const options = {
      'config.file': 'prometheus.yml',
      'storage.tsdb.path': 'data',
      'web.listen-address': `127.0.0.1:${port}`,
    };
    prometheus = spawn(
      PROMETHEUS!,
      Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      {
        cwd: folder.path,
        stdio: 'ignore',
      },
    );
    await until(async () => (await sampled('warehouse_database_up')) > 0);
  }, 2 * PATIENCE_MS);
  afterAll(async () => {
    if (prometheus?.exitCode === null && prometheus.kill()) await once(prometheus, 'exit');
    await api?.close();
    await database?.drop();
    folder.remove();
  });

  async function ask<T>(path: string, query: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(query).toString()}`);
    return (await response.json()) as Answer<T>;
  }
  const sampled = async (query: string): Promise<number> =>
    (await ask<{ result: object[] }>('query', { query })).data?.result.length ?? 0;
  async function until(isDone: () => Promise<boolean>): Promise<void> {
    const deadlineMs = Date.now() + PATIENCE_MS;
    while (!(await isDone().catch(() => false))) {
      if (Date.now() > deadlineMs) throw new Error('Prometheus has no sample');
      await delay(200);
    }
  }

  it('accepts every metric', async () => {
    const { data } = await ask<{ activeTargets: { health: string; lastError: string }[] }>('targets');
    expect(data.activeTargets).toMatchObject([{ health: 'up', lastError: '' }]);
    expect(await sampled('scrape_samples_scraped > 100')).toBe(1);
  });

  it('evaluates every alert rule without an error', async () => {
    const rules = async () =>
      (await ask<{ groups: { rules: { name: string; health: string }[] }[] }>('rules')).data.groups.flatMap(
        (group) => group.rules,
      );
    await until(async () => (await rules()).every(({ health }) => health !== 'unknown'));
    expect((await rules()).filter(({ health }) => health !== 'ok')).toEqual([]);
    expect((await rules()).length).toBeGreaterThan(10);
  });

  it.each(DASHBOARDS)('answers the query of every panel of %s', async (name) => {
    const { panels } = JSON.parse(readFileSync(`docker/grafana/${name}`, 'utf8')) as {
      panels: { title: string; targets?: { expr: string }[] }[];
    };
    for (const { title, targets = [] } of panels) {
      for (const { expr } of targets) {
        const query = expr.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.+');
        const { status, error } = await ask('query', { query });
        expect([title, status, error]).toEqual([title, 'success', undefined]);
      }
    }
  });
});

const configuration = (target: string) => ({
  global: { scrape_interval: '1s', evaluation_interval: '1s' },
  rule_files: ['alerts.yml'],
  scrape_configs: [{ job_name: 'warehouse', metrics_path: '/metrics', static_configs: [{ targets: [target] }] }],
});
