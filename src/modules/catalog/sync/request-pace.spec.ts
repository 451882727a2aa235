import { RequestPace } from './request-pace.js';

describe('the pace of requests', () => {
  it('lets the first begin at once and the others a share of a minute apart, however many ask at once', async () => {
    const slept: number[] = [];
    let nowMs = 1000;
    const pace = new RequestPace(
      120,
      () => nowMs,
      (ms) => Promise.resolve(slept.push(ms)),
    );
    await Promise.all([pace.turn(), pace.turn(), pace.turn()]);
    expect(slept).toEqual([500, 1000]);
    nowMs = 60_000;
    await pace.turn();
    expect(slept).toHaveLength(2);
  });
});
