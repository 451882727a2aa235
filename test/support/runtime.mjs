import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
// Part of jest.
import Runtime from 'jest-runtime';
import { restorePackages } from './package-state.mjs';
import { SourceModules } from './source-modules.mjs';

/**
 * Jest's own runtime loads every module of a test file anew, those of packages too: with NestJS and TypeORM these are two thousand
 * files, and more than half of the time of most test files. Here packages are loaded by Node, once per worker, and only the sources
 * of this repository are loaded anew for each test file. Everything runs in the context of the worker (test-environment.mjs), so
 * that a `Date` of a package is a `Date` of the test.
 */
export default class extends Runtime {
  constructor(...args) {
    super(...args);
    const { executor, transformCache, jestGlobals } = this;
    // The modules of jest itself. They are loaded anew too, because they keep the state of a test file.
    executor.compile = (source, filename) => compileFunction(source, executor.injectedModuleParameters, { filename });
    this.sourceModules = new SourceModules({
      transform: (file) => transformCache.transform(file, ES_MODULE),
      jestGlobals: (file) => jestGlobals.esmGlobalsModule(file),
    });
  }

  unstable_importModule(file) {
    return this.sourceModules.import(pathToFileURL(file).href);
  }

  /** Would replace a function of the one `process` there is. */
  installGetBuiltinModule() {}

  teardown() {
    super.teardown();
    this.sourceModules.clear();
    restorePackages();
  }
}

const ES_MODULE = {
  isInternalModule: false,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};
