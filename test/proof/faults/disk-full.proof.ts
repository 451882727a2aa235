import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runProgram } from '../../support/program.js';
import { type Cost, expectRecovery, FragileWarehouse } from './fragile-warehouse.js';
import { SmallDisk } from './small-disk.js';

const MEGABYTES = 700;
const FAULT_MS = 10_000;
const BACK_WITHIN_SECONDS = 90;

/** The line that names the fault. */
const ROOM = /^.*(disk|space|ENOSPC|does not answer).*$/im;

/** What runs into the full disk, beside the live cycles. */
const WORK: readonly (readonly [string, readonly string[]])[] = [
  ['import', ['--all-parks']],
  ['stats recompute', ['--all']],
  ['partitions ensure', []],
  ['quality check', []],
  ['export', ['--dataset', 'rides', '--output', 'OUT/rides.csv']],
  ['export', ['--all', '--out', 'OUT/dataset']],
  ['backup', ['--out', 'OUT/backups']],
];

(process.getuid?.() === 0 ? describe : describe.skip)('a disk without room for the database (as root)', () => {
  const costs: (Cost & { freeMegabytes?: number; ended?: number | null; said?: string })[] = [];
  let disk: SmallDisk;
  let warehouse: FragileWarehouse;
  beforeAll(async () => {
    disk = new SmallDisk(MEGABYTES);
    const archive = ['--out', join(disk.path, 'archive'), '--days', '60', '--rides', '40'];
    await runProgram('generate-archive', archive, {});
    warehouse = await FragileWarehouse.start(disk.path);
  });
  afterAll(async () => {
    disk?.free();
    await warehouse?.close();
    disk?.remove();
    console.table(costs);
  });

  it('while nothing but live cycles run: they go on once there is room', async () => {
    await suffer('disk full: live cycles', async () => {
      disk.fill();
      await pause(FAULT_MS);
      disk.free();
    });
  });

  it.each(WORK)('%s %j: says so or succeeds, and succeeds once there is room', async (command, rest) => {
    const args = rest.map((arg) => arg.replace('OUT', disk.path));
    let output = '';
    let ended: number | null = null;
    const { freeMegabytes } = disk;
    await suffer(`disk full: ${command} ${rest.join(' ')}`, async () => {
      disk.fill();
      const { code, stdout, stderr } = await warehouse.attempt(command, args);
      disk.free();
      ended = code;
      output = code === 0 ? '' : `${stdout}${stderr}`;
    });
    const said = ROOM.exec(output)?.[0] ?? '';
    Object.assign(costs.at(-1)!, { freeMegabytes, ended, said: said.slice(0, 70) });
    if (output !== '') expect(output).toMatch(ROOM);
    expect(output).not.toMatch(/^ +at .*:\d+:\d+/m);
    await warehouse.run(command, args);
  });

  async function suffer(fault: string, strike: () => Promise<void>): Promise<void> {
    const cost = await warehouse.suffer(fault, strike);
    costs.push(cost);
    expectRecovery(cost, fault, BACK_WITHIN_SECONDS);
  }
});
