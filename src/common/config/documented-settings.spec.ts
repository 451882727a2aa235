import { readdirSync, readFileSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { AppConfig } from './app-config.js';

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
    const rules = getMetadataStorage().getTargetValidationMetadatas(AppConfig, '', true, false);
    const names = [...new Set(rules.map((rule) => rule.propertyName))];
    const expected = names.map((name) => [name, defaults[name]?.toString() ?? 'unset']);
    expect(documentedSettings().sort()).toEqual(expected.sort());
  });
});

describe('the texts of the settings', () => {
  /** Without marks: a placeholder is <NAME> in one file and code in the other. */
  const plain = (text: string) => text.replace(/[`<>]/g, '').replace(/\s+/g, ' ').trim();

  function textsOfExample(): [string, string][] {
    const settings = /((?:^#(?! [A-Z][A-Z0-9_]*=).*\n)+)(?:# )?([A-Z][A-Z0-9_]*)=/gm;
    return [...readFileSync('.env.example', 'utf8').matchAll(settings)].map(([, comment, name]) => [
      name!,
      plain(comment!.replace(/^# ?/gm, '')),
    ]);
  }

  function textsOfTable(): [string, string][] {
    return [...readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| `([A-Z][A-Z0-9_]*)` .*\| (.+?) +\|$/gm)].map(
      ([, name, text]) => [name!, plain(text!)],
    );
  }

  it('are the same in .env.example and docs/configuration.md', () => {
    expect(textsOfExample()).not.toEqual([]);
    expect(textsOfTable()).toEqual(expect.arrayContaining(textsOfExample()));
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
