import { AsyncLocalStorage } from 'node:async_hooks';
// Parts of jest.
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Every storage that was used in this worker and is still enabled. */
const inUse = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  inUse.add(this);
  return run.apply(this, args);
};

const EVENTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'uncaughtException', 'unhandledRejection', 'warning'];

/**
 * Test files run in the context of the worker, because packages are loaded there (runtime.mjs). What a file changes of the globals and
 * of the process is put back when it ends.
 */
export default class {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.before = stateOfProcess();
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    restore(this.before);
    disableStorages();
  }

  getVmContext() {
    return undefined;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }
}

function stateOfProcess() {
  return {
    globals: Object.getOwnPropertyDescriptors(globalThis),
    environment: { ...process.env },
    own: { exit: process.exit, exitCode: process.exitCode, argv: process.argv },
    listeners: EVENTS.map((event) => [event, process.rawListeners(event)]),
  };
}

/** What packages keep of the classes of the program, which stays loaded. */
const KEPT = new Set(['typeormMetadataArgsStorage', 'classValidatorMetadataStorage']);

function restore({ globals, environment, own, listeners }) {
  for (const name of Reflect.ownKeys(globalThis))
    if (!(name in globals) && !KEPT.has(name)) Reflect.deleteProperty(globalThis, name);
  for (const name of Reflect.ownKeys(globals)) {
    const { value } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {};
    if (value !== globals[name].value) Object.defineProperty(globalThis, name, globals[name]);
  }
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  for (const [name, value] of Object.entries(environment)) if (process.env[name] !== value) process.env[name] = value;
  Object.assign(process, own);
  for (const [event, before] of listeners)
    for (const listener of process.rawListeners(event)) if (!before.includes(listener)) process.off(event, listener);
}

/**
 * Node 20 copies the value of every storage that was ever used into every new promise, until the storage is disabled, and the test
 * framework leaves one behind with each file: after 100 files a promise is a hundred times slower, and a suite with real
 * connections takes 50 % longer.
 */
function disableStorages() {
  for (const storage of inUse) storage.disable();
  inUse.clear();
}
