import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SourceTextModule, SyntheticModule } from 'node:vm';

/** What has been compiled in this worker, by file: code for the next module of the same text. */
const compiled = new Map();
/** Modules of Node and of packages, wrapped for the import by a source. */
const wrapped = new Map();
/** The TypeScript file, if there is one, by the file that an import names: of `x.js`, `x.ts`, as for the compiler. */
const files = new Map();

/** One graph after the other: two imports at once may share modules. */
let linking = Promise.resolve();

/** Modules of this repository. Those that `isShared` accepts are taken from `shared`. */
export class SourceModules {
  loaded = new Map();
  link = (specifier, from) => this.resolve(specifier, from);
  dynamicImport = async (specifier, from) => this.evaluated(await this.resolve(specifier, from));

  constructor({ transform, jestGlobals, shared, isShared = () => false }) {
    Object.assign(this, { transform, jestGlobals, shared, isShared });
  }

  async import(file) {
    const module = await this.evaluated(this.source(file));
    return module.namespace;
  }

  async evaluated(module) {
    const before = linking.catch(() => undefined);
    linking = before.then(() => (module.status === 'unlinked' ? module.link(this.link) : undefined));
    await linking;
    await module.evaluate();
    return module;
  }

  resolve(specifier, from) {
    if (specifier === '@jest/globals') return this.jestGlobals(from.identifier);
    if (!/^(?:\.{1,2}\/|\/|file:)/.test(specifier)) return ofNode(specifier);
    const url = new URL(specifier, pathToFileURL(from.identifier));
    return url.pathname.includes('/node_modules/') ? ofNode(url.href) : this.source(fileURLToPath(url));
  }

  source(named) {
    if (!files.has(named)) files.set(named, typeScriptOf(named));
    const file = files.get(named);
    if (this.isShared(file)) return this.shared.source(file);
    if (!this.loaded.has(file)) this.loaded.set(file, this.compile(file));
    return this.loaded.get(file);
  }

  compile(file) {
    const text = withoutMap(this.transform(file));
    const known = compiled.get(file);
    const module = new SourceTextModule(text, {
      identifier: file,
      cachedData: known?.text === text ? known.cachedData : undefined,
      importModuleDynamically: this.dynamicImport,
      initializeImportMeta(meta) {
        const { href } = pathToFileURL(file);
        // Packages are the same for every file of the repository.
        const resolve = (named) => (named.startsWith('.') ? new URL(named, href).href : import.meta.resolve(named));
        Object.assign(meta, { url: href, filename: file, dirname: dirname(file), resolve });
      },
    });
    if (known?.text !== text) compiled.set(file, { text, cachedData: module.createCachedData() });
    return module;
  }
}

function typeScriptOf(named) {
  const typed = named.replace(/\.js$/, '.ts');
  return typed !== named && existsSync(typed) ? typed : named;
}

/** The source map, of which jest has a copy, is half of the text. */
function withoutMap(code) {
  const end = code.lastIndexOf('\n//# sourceMappingURL=data:');
  return end < 0 ? code : code.slice(0, end);
}

function ofNode(specifier) {
  if (!wrapped.has(specifier)) wrapped.set(specifier, wrap(specifier));
  return wrapped.get(specifier);
}

async function wrap(specifier) {
  const exports = await import(specifier);
  const names = Object.keys(exports);
  const module = new SyntheticModule(names, function () {
    for (const name of names) this.setExport(name, exports[name]);
  });
  // Newer versions of Node link it by themselves.
  if (module.status === 'unlinked') await module.link(() => undefined);
  await module.evaluate();
  return module;
}
