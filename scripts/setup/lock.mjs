import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT, say } from './steps.mjs';

const FOLDER = join(ROOT, '.data');
const LOCK = join(FOLDER, 'setup.lock');
const POLL_MS = 200;

/** One set-up at a time; a second one waits, and then finds its work done. A dead process's lock is taken over. */
export async function withSetupLock(work) {
  mkdirSync(FOLDER, { recursive: true });
  let hasReported = false;
  while (!takeLock()) {
    if (!hasReported) say(`Waiting for another set-up of this folder (${LOCK}) ...`);
    hasReported = true;
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function takeLock() {
  const draft = `${LOCK}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    // A link appears whole or not at all: nobody reads a lock without its pid.
    linkSync(draft, LOCK);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    removeLockOfDeadProcess();
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function removeLockOfDeadProcess() {
  const aside = `${LOCK}.dead.${process.pid}`;
  try {
    if (isAlive(readFileSync(LOCK, 'utf8'))) return;
    renameSync(LOCK, aside);
    // Another waiter may have replaced the dead lock by its own since it was read.
    if (isAlive(readFileSync(aside, 'utf8'))) return renameSync(aside, LOCK);
    rmSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
