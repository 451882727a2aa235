import { SeededRandom } from '../../../../test/support/seeded-random.js';
import { queueObservation, setOf } from '../../../../test/support/observations.js';
import { renderLoadableRows } from './load-rows.js';

const AT_MS = Date.UTC(2024, 11, 25, 0, 5, 10, 644);
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('rows for LOAD DATA', () => {
  it('have words as ENUM numbers, and unknown values as \\N', () => {
    const rows = setOf([
      { rideId: 1, atMs: AT_MS },
      { rideId: 1, atMs: AT_MS + 1, status: null, waitMinutes: null },
      { rideId: 4_294_967_295, atMs: AT_MS, status: 'REFURBISHMENT', waitMinutes: 1440 },
    ]);
    expect(textOf(renderLoadableRows(rows, 'ARCHIVE').snapshots)).toBe(
      '1\t20241225000510.644\t1\t10\t2\n' +
        '1\t20241225000510.645\t\\N\t\\N\t2\n' +
        '4294967295\t20241225000510.644\t4\t1440\t2\n',
    );
  });

  it('have the confirmation of each snapshot where the source reports one', () => {
    const set = setOf([{ rideId: 1, atMs: AT_MS }, { rideId: 2, atMs: AT_MS }]); // prettier-ignore
    const confirmedUntilMs = Float64Array.of(AT_MS + 60_000, Number.NaN);
    const rows = renderLoadableRows({ ...set, snapshots: { ...set.snapshots, confirmedUntilMs } }, 'HISTORY_API');
    expect([rows.hasConfirmation, renderLoadableRows(set, 'ARCHIVE').hasConfirmation]).toEqual([true, false]);
    expect(textOf(rows.snapshots)).toBe(
      '1\t20241225000510.644\t1\t10\t3\t20241225000610.644\n2\t20241225000510.644\t1\t10\t3\t\\N\n',
    );
  });

  it('have every field of a queue, times to the second', () => {
    const queue = queueObservation({
      queueType: 'BOARDING_GROUP',
      waitMinutes: 1,
      state: 'FINISHED',
      returnStartMs: AT_MS,
      returnEndMs: AT_MS + 60_000,
      priceMinor: 2_147_483_647,
      priceCurrency: 'JPY',
      boardingGroupStatus: 'PAUSED',
      groupStart: 2,
      groupEnd: 3,
      nextAllocationAtMs: AT_MS,
      estimatedWaitMinutes: 4,
    });
    const rows = setOf([{ rideId: 7, atMs: AT_MS, queues: [queue, queueObservation()] }]);
    expect(textOf(renderLoadableRows(rows, 'LIVE').queues)).toBe(
      '7\t20241225000510.644\t5\t1\t3\t20241225000510\t20241225000610\t2147483647\tJPY\t2\t2\t3\t20241225000510\t4\t1\n' +
        `7\t20241225000510.644\t2${'\t\\N'.repeat(11)}\t1\n`,
    );
  });

  it('have the digits of the ISO form, for any instant in any order', () => {
    const random = new SeededRandom(11);
    const instants = Array.from(
      { length: 5_000 },
      () => random.between(-50, 50) * 86_400_000 * 400 + random.below(86_400_000),
    );
    const lines = textOf(renderLoadableRows(setOf(instants.map((atMs) => ({ atMs }))), 'ARCHIVE').snapshots).split(
      '\n',
    );
    instants.forEach((atMs, row) => {
      expect(lines[row]!.split('\t')[1]).toBe(new Date(atMs).toISOString().replace(/[-:TZ]/g, ''));
    });
  });
});
