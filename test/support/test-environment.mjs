import { AsyncLocalStorage } from 'node:async_hooks';
// Part of jest.
import { TestEnvironment } from 'jest-environment-node';

/** Every storage that was used in this worker and not switched off since. */
const inUse = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  inUse.add(this);
  return run.apply(this, args);
};

/**
 * Node 20 writes the value of every storage that was ever used into every promise that is made, until the storage is
 * switched off, and the test framework leaves one behind with each file: after 100 files a promise costs a hundred times
 * as much, and a suite of real connections takes half as long again.
 */
export default class extends TestEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of inUse) storage.disable();
    inUse.clear();
  }
}
