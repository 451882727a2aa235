import type { Schemas } from '../../api/client.js';
import { unobserved } from './rollup-states.js';

const at = (hour: number) => Date.UTC(2026, 10, 29, hour);

function point(hour: number, observedPercent: number | null, closed = 0): Schemas['RollupPointView'] {
  return {
    ...{ from: new Date(at(hour)).toISOString(), to: new Date(at(hour + 1)).toISOString(), observedPercent },
    ...{ averageWaitMinutes: null, minutes: { operating: 0, closed, down: 0 } },
  } as Schemas['RollupPointView'];
}

describe('the background of a history of hours', () => {
  it('tells what was not observed from what was closed', () => {
    const intervals = unobserved([point(9, 0), point(10, null), point(11, 100, 60)], at(20));
    expect(intervals.map(({ status }) => status)).toEqual([null, null, 'CLOSED']);
  });

  it('is empty from now on: what is still to come was not missed', () => {
    const [first, ...others] = unobserved([point(9, 0), point(10, 0)], at(9) + 60_000);
    expect([first?.endMs, others]).toEqual([at(9) + 60_000, []]);
  });
});
