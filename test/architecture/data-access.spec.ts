import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { ENTITIES } from '../../src/schema.js';

const SRC = resolve('src');
const MODULES = resolve('src/modules');

interface Source {
  /** Relative to its folder, with slashes. */
  path: string;
  /** The first part of the path. */
  module: string;
  text: string;
}

const sourcesIn = (folder: string): Source[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .map((path) => ({
      path: path.split(sep).join('/'),
      module: path.split(sep)[0]!,
      text: readFileSync(join(folder, path), 'utf8'),
    }));

const sources = sourcesIn(MODULES);

/** Registrations by a module that does not declare the entity. This list only gets shorter. */
const REGISTERED_ELSEWHERE: readonly string[] = ['statistics: InvalidatedParkDay'];

const sendsSql = ({ text }: Source): boolean => /\.query\s*[(<]/.test(text);
const isSqlFile = ({ path }: Source): boolean => path.endsWith('.sql.ts');

/** Opens connections to a database, or could. */
const CONNECTING = /from 'mysql2(?:\/promise)?'|\b(?:new|extends) DataSource\b/;
/** The pool of the program, whose connections retry single statements (statement-retry.ts), and connections of the embedded server. */
const CONNECTS = [
  'common/database/data-source-options.ts',
  'common/database/database.module.ts',
  'common/database/dialect/dialect.ts',
  'common/database/embedded/embedded-database.ts',
  'common/database/embedded/owner-connection.ts',
  'common/database/host-failover.ts',
  'common/database/replica/read-replicas.ts',
  'common/database/replica/replica.ts',
  'common/database/server-hosts.ts',
  'common/database/statement-retry.ts',
];
const BEGINNING =
  /\.transaction\(|\.startTransaction\(|\bSTART\s+TRANSACTION\b|'BEGIN\b|\bautocommit\s*=\s*(0|off|false)/i;
/** The consistent view of an export only reads. */
const BEGINS = ['common/database/consistent-view.ts', 'common/database/transaction.service.ts'];

/** The entities that each file registers with forFeature(), as a list or by the name of a list in the same file. */
function registrations(): { entity: string; module: string }[] {
  return sources.flatMap(({ module, text }) =>
    [...text.matchAll(/\.forFeature\(\s*(?:\[([^\]]*)\]|(\w+))/g)].flatMap(([, names, list]) => {
      const listed = names ?? new RegExp(`const ${list} = \\[([^\\]]*)\\]`).exec(text)![1]!;
      return [...listed.matchAll(/\w+/g)].map(([entity]) => ({ entity, module }));
    }),
  );
}

/** The modules that declare an entity: one for each. */
const owners = new Map(
  sources.flatMap(({ module, text }) =>
    [...text.matchAll(/@Entity\([^)]*\)\s*export class (\w+)/g)].map(([, entity]): [string, string] => [
      entity!,
      module,
    ]),
  ),
);

const importsOf = ({ path, text }: Source): string[] =>
  [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, imported]) =>
    relative(MODULES, resolve(MODULES, dirname(path), imported!))
      .split(sep)
      .join('/'),
  );

describe('data access', () => {
  it('sends raw SQL only from *.sql.ts files', () => {
    const found = sources.filter((source) => sendsSql(source) && !isSqlFile(source)).map(({ path }) => path);
    expect(found).toEqual([]);
  });

  it('opens connections only where single statements that lose a lock are retried', () => {
    const found = sourcesIn(SRC).filter(({ text }) => CONNECTING.test(text));
    expect(found.map(({ path }) => path).sort()).toEqual(CONNECTS);
    const pools = found.filter(({ text }) => /\bcreatePool\(/.test(text));
    expect(pools.map(({ path }) => path)).toEqual(['common/database/dialect/dialect.ts']);
    expect(pools[0]!.text).toContain('guardStatements(connection');
  });

  it('begins transactions that write only through the service that retries them', () => {
    const found = sourcesIn(SRC).filter(({ text }) => BEGINNING.test(text));
    expect(found.map(({ path }) => path).sort()).toEqual(BEGINS);
  });

  it('keeps the *.sql.ts files of a module to itself', () => {
    const found = sources.flatMap((source) =>
      importsOf(source)
        .filter((imported) => imported.endsWith('.sql.js') && imported.split('/')[0] !== source.module)
        .map((imported) => `${source.path} imports ${imported}`),
    );
    expect(found).toEqual([]);
  });

  it('registers an entity once, in the module that declares it, or uses it in *.sql.ts files only', () => {
    const everywhere = registrations();
    const registered = everywhere.filter(
      ({ entity, module }) => !REGISTERED_ELSEWHERE.includes(`${module}: ${entity}`),
    );
    expect(ENTITIES.map(({ name }) => name).filter((name) => !owners.has(name))).toEqual([]);
    expect(registered.filter(({ entity, module }) => owners.get(entity) !== module)).toEqual([]);
    const timesIn = (list: typeof registered, name: string) => list.filter(({ entity }) => entity === name).length;
    const names = ENTITIES.map(({ name }) => name);
    expect(names.filter((name) => timesIn(registered, name) > 1)).toEqual([]);
    const unregistered = names.filter((name) => timesIn(everywhere, name) === 0);
    const injected = unregistered.filter((entity) =>
      sources.some(({ text }) => new RegExp(`(?:InjectRepository|getRepository)\\(${entity}\\)`).test(text)),
    );
    expect(injected).toEqual([]);
    expect(registered.length).toBeGreaterThan(10);
  });
});
