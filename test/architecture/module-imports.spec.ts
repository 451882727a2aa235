import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { groupBy } from '../../src/common/collections.js';

const SOURCE = resolve('src');
const MODULES = join(SOURCE, 'modules');
const IMPORTED = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

interface Import {
  from: string;
  to: string;
}

/** The folder under `src/modules` in which a file lies; null: it lies elsewhere. */
function moduleOf(file: string): string | null {
  const [folder, ...rest] = relative(MODULES, file).split(sep);
  return folder === undefined || folder === '..' || rest.length === 0 ? null : folder;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(IMPORTED)].map(([, path]) => ({
    from: file,
    to: resolve(dirname(file), path!.replace(/\.js$/, '.ts')),
  }));
}

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => join(SOURCE, path));
const imports = sources.flatMap(importsOf);
const shown = ({ from, to }: Import): string => `${relative(SOURCE, from)} imports ${relative(SOURCE, to)}`;

/** Imports of one module by another. */
const across = imports.filter(({ from, to }) => {
  const [importer, imported] = [moduleOf(from), moduleOf(to)];
  return importer !== null && imported !== null && importer !== imported;
});

/** Modules that, by whatever way, import themselves. */
function onCycles(): string[] {
  const reached = new Map<string, Set<string>>();
  for (const { from, to } of across) {
    const importer = moduleOf(from)!;
    reached.set(importer, (reached.get(importer) ?? new Set()).add(moduleOf(to)!));
  }
  for (const through of [...reached.keys()]) {
    for (const found of reached.values()) {
      if (found.has(through)) reached.get(through)!.forEach((module) => found.add(module));
    }
  }
  return [...reached].filter(([module, found]) => found.has(module)).map(([module]) => module);
}

/** The groups of files that, by whatever way, import each other, types included (Tarjan's strongly connected components). */
function circlesOfFiles(): string[][] {
  const importsFrom = groupBy(imports, ({ from }) => from);
  const [order, lowest] = [new Map<string, number>(), new Map<string, number>()];
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const { to } of importsFrom.get(file) ?? []) {
      if (!order.has(to)) visit(to);
      else if (!open.includes(to)) continue;
      lowest.set(file, Math.min(lowest.get(file)!, lowest.get(to)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const group = open.splice(open.indexOf(file));
    if (group.length > 1) circles.push(group.map((path) => relative(SOURCE, path)).sort());
  };
  for (const file of sources) if (!order.has(file)) visit(file);
  return circles;
}

describe('the source files', () => {
  it('do not import each other in a circle', () => {
    expect(imports.length).toBeGreaterThan(1_000);
    expect(circlesOfFiles()).toEqual([]);
  });
});

describe('the modules', () => {
  it('do not import each other in a circle', () => {
    const modules = onCycles();
    const within = across.filter(
      ({ from, to }) => modules.includes(moduleOf(from)!) && modules.includes(moduleOf(to)!),
    );
    expect(within.map(shown)).toEqual([]);
    expect(across.length).toBeGreaterThan(100);
  });

  it('use services of each other, never repositories', () => {
    expect(across.filter(({ to }) => to.endsWith('.repository.ts')).map(shown)).toEqual([]);
  });

  it('each have a line in the description of the architecture, and nothing else has', () => {
    const named = readFileSync('docs/architecture.md', 'utf8').matchAll(/^\| `([a-z-]+)` +\|/gm);
    expect([...named].map(([, name]) => name).sort()).toEqual(readdirSync(MODULES).sort());
  });

  it('are not known to what is common to them', () => {
    const common = join(SOURCE, 'common') + sep;
    const outward = imports.filter(({ from, to }) => from.startsWith(common) && !to.startsWith(common));
    expect(outward.map(shown)).toEqual([]);
  });
});
