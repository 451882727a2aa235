import { readdirSync, readFileSync } from 'node:fs';
import { AppConfig } from './app-config.js';
import { SETTINGS } from './settings/settings.js';

/** Rows of the table of settings: name and default, "unset" where there is none. */
function documentedSettings(): [string, string][] {
  return readFileSync('docs/configuration.md', 'utf8')
    .split('\n')
    .map((line) => /^\| `([A-Z][A-Z0-9_]*)` +\| (?:`(.*?)`|(unset)) +\| .{10,} \|$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1]!, match[2] ?? match[3]!]);
}

describe('the table of settings in docs/configuration.md', () => {
  it('has every setting of AppConfig once, with its default, and no other', () => {
    const defaults = new AppConfig() as unknown as Record<string, string | number | boolean | undefined>;
    const names = Object.keys(SETTINGS.shape);
    const expected = names.map((name) => [name, defaults[name]?.toString() ?? 'unset']);
    expect(documentedSettings().sort()).toEqual(expected.sort());
  });
});

describe('the npm commands in README.md and docs', () => {
  const pages = [
    'README.md',
    ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
  ];
  const text = pages
    .filter((page) => page.endsWith('.md'))
    .map((page) => readFileSync(page, 'utf8'))
    .join('\n');
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const commands = text.matchAll(/\bnpm (?:run (?:--silent )?([a-z][\w:-]*)|(start|test)\b)(?!\*)/g);
  const named = new Set([...commands].map(([, run, short]) => run ?? short!));

  it('are those of package.json, all of them and no others', () => {
    expect([...named].sort()).toEqual(Object.keys(scripts).sort());
  });
});
