import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of /proc, on every Linux that there is. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has used. */
export function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The process of the private database server that runs on this data folder. */
export const serverPidIn = (dataDir) =>
  Number.parseInt(readFileSync(join(dataDir, 'mariadb', 'mariadbd.pid'), 'utf8'), 10);
