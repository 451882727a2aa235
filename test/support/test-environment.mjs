import { AsyncLocalStorage } from 'node:async_hooks';
// Part of jest.
import { TestEnvironment } from 'jest-environment-node';

/** Every storage that was used in this worker and is still enabled. */
const inUse = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  inUse.add(this);
  return run.apply(this, args);
};

/**
 * Node 20 copies the value of every storage that was ever used into every new promise, until the storage is disabled, and the test
 * framework leaves one behind with each file: after 100 files a promise is a hundred times slower, and a suite with real
 * connections takes 50 % longer.
 */
export default class extends TestEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of inUse) storage.disable();
    inUse.clear();
  }
}
