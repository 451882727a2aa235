import { readFileSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { AppConfig } from './app-config.js';

/** Rows of README's table of settings: name and default, "unset" where there is none. */
function settingsOfReadme(): [string, string][] {
  return readFileSync('README.md', 'utf8')
    .split('\n')
    .map((line) => /^\| `([A-Z][A-Z0-9_]*)` +\| (?:`(.*?)`|(unset)) +\| .{10,} \|$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1]!, match[2] ?? match[3]!]);
}

describe("README's table of settings", () => {
  it('has every setting of AppConfig once, with its default, and no other', () => {
    const defaults = new AppConfig() as unknown as Record<string, string | number | boolean | undefined>;
    const rules = getMetadataStorage().getTargetValidationMetadatas(AppConfig, '', true, false);
    const names = [...new Set(rules.map((rule) => rule.propertyName))];
    const expected = names.map((name) => [name, defaults[name]?.toString() ?? 'unset']);
    expect(settingsOfReadme().sort()).toEqual(expected.sort());
  });
});

describe("README's commands", () => {
  const readme = readFileSync('README.md', 'utf8');
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const named = new Set([...readme.matchAll(/\bnpm (?:run (?:--silent )?)?([a-z][\w:-]*)/g)].map(([, name]) => name!));

  it('are those of package.json, all of them and no other', () => {
    const npmsOwn = ['install', 'ci', 'run'];
    expect([...named].filter((name) => !npmsOwn.includes(name)).sort()).toEqual(Object.keys(scripts).sort());
  });
});
