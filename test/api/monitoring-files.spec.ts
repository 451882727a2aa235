import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { fileOfDebianPackage } from '../support/debian-package.js';
import { readExposition } from '../support/exposition.js';
import { createTestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

const PROMTOOL = fileOfDebianPackage('prometheus', /bin\/promtool$/, ['/usr/bin/promtool', '/usr/local/bin/promtool']);
const RULES = 'docker/prometheus/alerts.yml';
const RULE_TESTS = 'docker/prometheus/alerts.test.yml';
const DASHBOARDS = readdirSync('docker/grafana').filter((name) => name.endsWith('.json'));
/** The schema of dashboards in Grafana 13.2. */
const SCHEMA_VERSION = 42;
const COLUMNS = 24;
const PANEL_TYPES = ['row', 'stat', 'table', 'timeseries'];
const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: object;
  targets?: { expr: string; refId: string; datasource: object; legendFormat: string }[];
  fieldConfig?: { defaults: { unit?: string }; overrides: object[] };
  options?: object;
}
interface Board {
  uid: string;
  title: string;
  schemaVersion: number;
  links: { url: string }[];
  templating: { list: { name: string; type: string; query: unknown }[] };
  panels: Panel[];
}

const boards = DASHBOARDS.map((name) => ({
  name,
  board: JSON.parse(readFileSync(`docker/grafana/${name}`, 'utf8')) as Board,
}));
const exprsOf = ({ panels, templating }: Board): string[] => [
  ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...templating.list.map(({ query }) => JSON.stringify(query)),
];
/** Names of metrics in a text: expressions, or a table that abbreviates some as `…_left`. */
const metricsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\b(?:warehouse|nodejs|process)_\w+/g)].map(([name]) => name)),
];

/** The names of all series that the application exposes. */
async function exposedSeries(): Promise<Set<string>> {
  const database = await createTestDatabase('monitoring_files');
  const api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
  try {
    const { text } = await request(api.app.getHttpServer()).get('/metrics').expect(200);
    return new Set(
      readExposition(text).flatMap(
        ({ name, type }) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : type === 'summary' ? [name, `${name}_sum`, `${name}_count`] : [name], // prettier-ignore
      ),
    );
  } finally {
    await api.close();
    await database.drop();
  }
}

describe('the files for Prometheus and Grafana', () => {
  let exposed: Set<string>;
  beforeAll(async () => {
    exposed = await exposedSeries();
  });

  it('refer only to metrics that the application exposes', () => {
    const rules = readFileSync(RULES, 'utf8').replace(/^ *(summary|description|#).*$/gm, '');
    const texts = [
      [RULES, rules],
      [RULE_TESTS, readFileSync(RULE_TESTS, 'utf8')],
      ...boards.map(({ name, board }) => [name, exprsOf(board).join('\n')]),
    ] as const;
    for (const [name, text] of texts) {
      expect(metricsIn(text).length).toBeGreaterThan(5);
      expect([name, metricsIn(text).filter((metric) => !exposed.has(metric))]).toEqual([name, []]);
    }
  });

  it('are in the documentation with every metric of the warehouse', () => {
    const page = readFileSync('docs/observability.md', 'utf8');
    const families = [...exposed].filter((name) => name.startsWith('warehouse_')).map((name) => name.replace(/_(bucket|sum|count)$/, '')); // prettier-ignore
    const isNamed = (family: string) =>
      page.includes(`\`${family}\``) ||
      [...page.matchAll(/`(?:…(_\w+)|(warehouse_\w+)\*)`/g)].some(
        ([, end, start]) =>
          (end !== undefined && family.endsWith(end)) || (start !== undefined && family.startsWith(start)),
      );
    expect([...new Set(families)].filter((family) => !isNamed(family))).toEqual([]);
  });
});

describe('the alert rules', () => {
  const names = [...readFileSync(RULES, 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name]) => name!);

  it('are each tested', () => {
    const tests = readFileSync(RULE_TESTS, 'utf8');
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !new RegExp(`alertname: ${name}\n +exp_alerts:\n`).test(tests))).toEqual([]);
  });

  (PROMTOOL === null ? it.skip : it)('are valid, and pass their tests', () => {
    for (const args of [
      ['check', 'rules', RULES],
      ['test', 'rules', RULE_TESTS],
    ]) {
      const { status, stdout, stderr } = spawnSync(PROMTOOL!, args, { encoding: 'utf8' });
      expect([status, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining('SUCCESS')]);
    }
  });
});

describe.each(boards)('the dashboard $name', ({ name, board }) => {
  it('has the schema of the current Grafana, and the uid of its file', () => {
    expect([board.schemaVersion, `${board.uid}.json`]).toEqual([SCHEMA_VERSION, name]);
    for (const { url } of board.links) expect(DASHBOARDS).toContain(`${url.replace('/d/', '')}.json`);
  });

  it('takes its data from the data source that the reader chooses', () => {
    expect(board.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
    for (const { type, datasource, targets = [] } of board.panels) {
      if (type === 'row') continue;
      expect([datasource, ...targets.map((target) => target.datasource)].every(isChosen)).toBe(true);
    }
  });

  it('has panels with an id, a title, a query and a unit each', () => {
    const ids = board.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, title, targets = [], fieldConfig, options } of board.panels) {
      expect([title, PANEL_TYPES.includes(type)]).toEqual([title, true]);
      if (type === 'row') continue;
      const refs = targets.map(({ refId }) => refId);
      expect([title, refs]).toEqual([title, [...new Set(refs)].sort()]);
      expect([title, refs.length > 0, fieldConfig?.overrides !== undefined, options !== undefined]).toEqual([title, true, true, true]); // prettier-ignore
      if (type !== 'table') expect([title, typeof fieldConfig!.defaults.unit]).toEqual([title, 'string']);
    }
  });

  it('places no panel over another or beyond the right edge', () => {
    const panels = board.panels;
    for (const { title, gridPos } of panels) {
      expect([title, gridPos.x + gridPos.w <= COLUMNS]).toEqual([title, true]);
      const over = panels.filter(({ gridPos: other }) => other !== gridPos && overlap(gridPos, other));
      expect([title, over.map((panel) => panel.title)]).toEqual([title, []]);
    }
  });

  (PROMTOOL === null ? it.skip : it)('has queries that Prometheus can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
    try {
      const rules = board.panels
        .flatMap(({ targets = [] }) => targets)
        .map(({ expr }, index) => ({ record: `query:${index}`, expr: expr.replace('$__rate_interval', '5m').replace('$instance', '.+') })); // prettier-ignore
      // JSON is YAML too
      writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'queries', rules }] }));
      const { status, stdout, stderr } = spawnSync(PROMTOOL!, ['check', 'rules', join(folder, 'rules.yml')], { encoding: 'utf8' }); // prettier-ignore
      expect([status, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining(`${rules.length} rules found`)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const isChosen = (source: object | undefined): boolean => JSON.stringify(source) === JSON.stringify(DATA_SOURCE);

function overlap(a: Panel['gridPos'], b: Panel['gridPos']): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
