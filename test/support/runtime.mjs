import { sep } from 'node:path';
import { compileFunction } from 'node:vm';
// Part of jest.
import Runtime from 'jest-runtime';
import { restorePackages } from './package-state.mjs';
import { SourceModules } from './source-modules.mjs';

const ES_MODULE = {
  isInternalModule: false,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

/** Of every module that was compiled in this worker, for the stacks of errors. */
const sourceMaps = new Map();
let present;

/**
 * Jest's own runtime loads every module of a test file anew, in a context of its own: with the HTTP API these are a thousand
 * files of the program and two thousand of packages, and more than half of the time of most test files. Here Node loads packages,
 * and they and the program stay loaded in a worker; only the modules of the tests are loaded anew for each file. Everything runs in
 * the context of the worker (test-environment.mjs), so that a `Date` of a package is a `Date` of the test.
 */
export default class TestRuntime extends Runtime {
  static program = new SourceModules({ transform: (file) => present.transformed(file) });

  constructor(...args) {
    super(...args);
    present = this;
    const { executor, jestGlobals } = this;
    // The modules of jest itself, which keep the state of a test file.
    executor.compile = (source, filename) => compileFunction(source, executor.injectedModuleParameters, { filename });
    const { rootDir } = this._config;
    this.testModules = new SourceModules({
      transform: (file) => this.transformed(file),
      jestGlobals: (file) => jestGlobals.esmGlobalsModule(file),
      shared: TestRuntime.program,
      isShared: (file) => file.startsWith(`${rootDir}${sep}src${sep}`) && !file.endsWith('.spec.ts'),
    });
  }

  unstable_importModule(file) {
    return this.testModules.import(file);
  }

  transformed(file) {
    const code = this.transformCache.transform(file, ES_MODULE);
    const map = super.getSourceMaps().get(file);
    if (map) sourceMaps.set(file, map);
    return code;
  }

  getSourceMaps() {
    return sourceMaps;
  }

  /** Would replace a function of the one `process` there is. */
  installGetBuiltinModule() {}

  teardown() {
    super.teardown();
    restorePackages();
    forgetSettings(this._config.rootDir);
  }
}

/** The program keeps the settings of the first command in a process. */
function forgetSettings(rootDir) {
  const module = TestRuntime.program.loaded.get(`${rootDir}${sep}src${sep}common${sep}config${sep}app-config.ts`);
  if (module?.status === 'evaluated') module.namespace.shareConfig(undefined);
}
