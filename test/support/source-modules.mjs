import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SourceTextModule, SyntheticModule } from 'node:vm';

/** Modules of Node and of packages, wrapped for the import by a source. Shared by all test files of a worker. */
const shared = new Map();

/** The modules of one test file that belong to this repository. */
export class SourceModules {
  constructor({ transform, jestGlobals }) {
    this.transform = transform;
    this.jestGlobals = jestGlobals;
    this.loaded = new Map();
    this.link = (specifier, from) => this.resolve(specifier, from);
    this.dynamicImport = async (specifier, from) => this.evaluated(await this.resolve(specifier, from));
  }

  import(url) {
    return this.evaluated(this.source(url)).then((module) => module.namespace);
  }

  clear() {
    this.loaded.clear();
  }

  async evaluated(module) {
    if (module.status === 'unlinked') await module.link(this.link);
    await module.evaluate();
    return module;
  }

  resolve(specifier, from) {
    if (specifier === '@jest/globals') return this.jestGlobals(fileURLToPath(from.identifier));
    if (!/^(?:\.{1,2}\/|\/|file:)/.test(specifier)) return sharedModule(specifier);
    const url = new URL(specifier, from.identifier).href;
    if (url.includes('/node_modules/')) return sharedModule(url);
    return this.source(url);
  }

  /** An import of `x.js` means `x.ts` if there is one, as for the compiler. */
  source(named) {
    const known = this.loaded.get(named);
    if (known) return known;
    const typed = named.replace(/\.js$/, '.ts');
    const url = existsSync(fileURLToPath(typed)) ? typed : named;
    const module = this.loaded.get(url) ?? this.compile(url);
    this.loaded.set(named, module);
    this.loaded.set(url, module);
    return module;
  }

  compile(url) {
    const file = fileURLToPath(url);
    return new SourceTextModule(this.transform(file), {
      identifier: url,
      importModuleDynamically: this.dynamicImport,
      initializeImportMeta(meta) {
        Object.assign(meta, { url, filename: file, dirname: dirname(file) });
      },
    });
  }
}

function sharedModule(specifier) {
  if (!shared.has(specifier)) shared.set(specifier, wrap(specifier));
  return shared.get(specifier);
}

async function wrap(specifier) {
  const exports = await import(specifier);
  const names = Object.keys(exports);
  const module = new SyntheticModule(names, function () {
    for (const name of names) this.setExport(name, exports[name]);
  });
  await module.link(() => undefined);
  await module.evaluate();
  return module;
}
