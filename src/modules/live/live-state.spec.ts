import { type CurrentQueue, type CurrentState, isCarriedForward, newestByRide, queuesOf } from './live-state.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const LIMITS = { liveMs: 15 * 60_000, archiveMs: 360 * 60_000, clockToleranceMs: 60_000, parkDataUntilMs: Infinity };

const state = (overrides: Partial<CurrentState> = {}): CurrentState => ({
  rideId: 1,
  storedUnder: 1,
  storedInParkId: 1,
  status: 'OPERATING',
  waitMinutes: 30,
  recordedAt: ago(40),
  lastConfirmedAt: ago(5),
  lastUpdatedApi: null,
  dataSource: 'LIVE',
  ...overrides,
});
const queue = (overrides: Partial<CurrentQueue> = {}): CurrentQueue => ({
  storedUnder: 1,
  recordedAt: ago(20),
  lastConfirmedAt: ago(5),
  dataSource: 'LIVE',
  queueType: 'SINGLE_RIDER',
  waitMinutes: 5,
  state: null,
  returnStart: null,
  returnEnd: null,
  priceMinor: null,
  priceCurrency: null,
  boardingGroupStatus: null,
  groupStart: null,
  groupEnd: null,
  nextAllocationAt: null,
  estimatedWaitMinutes: null,
  ...overrides,
});

describe('the state of a ride', () => {
  it('is the one that was confirmed last, including those of linked rides', () => {
    const own = state({ lastConfirmedAt: null, recordedAt: ago(30) });
    const linked = state({ storedUnder: 2, recordedAt: ago(90), lastConfirmedAt: ago(10) });
    expect(newestByRide([own, linked]).get(1)).toBe(linked);
  });

  it('is carried forward for the limit of its source after its last confirmation', () => {
    expect(isCarriedForward(state({ lastConfirmedAt: ago(15) }), NOW, LIMITS)).toBe(true);
    expect(isCarriedForward(state({ lastConfirmedAt: ago(16) }), NOW, LIMITS)).toBe(false);
    expect(
      isCarriedForward(state({ dataSource: 'ARCHIVE', lastConfirmedAt: null, recordedAt: ago(300) }), NOW, LIMITS),
    ).toBe(true);
  });

  it('is carried forward no longer than its park has data', () => {
    const archived = state({ dataSource: 'ARCHIVE', lastConfirmedAt: null, recordedAt: ago(100) });
    const at = (minutes: number) =>
      isCarriedForward(archived, NOW, { ...LIMITS, parkDataUntilMs: ago(minutes).getTime() });
    expect([at(-1), at(0), at(1)]).toEqual([true, true, false]);
  });

  it('is not carried forward if its timestamp is in the future beyond the clock tolerance', () => {
    expect(isCarriedForward(state({ lastConfirmedAt: ago(-1) }), NOW, LIMITS)).toBe(true);
    expect(isCarriedForward(state({ lastConfirmedAt: ago(-1.1) }), NOW, LIMITS)).toBe(false);
    expect(isCarriedForward(state({ recordedAt: ago(-180), lastConfirmedAt: ago(-180) }), NOW, LIMITS)).toBe(false);
  });
});

describe('the queues of a ride', () => {
  it('are those of its newest observation, whenever they began', () => {
    const offered = queue();
    const withdrawn = queue({ queueType: 'RETURN_TIME', lastConfirmedAt: ago(10) });
    const another = queue({ storedUnder: 2 });
    const shown = queuesOf(state({ waitMinutes: null }), [offered, withdrawn, another]);
    expect(shown.map(({ queueType }) => queueType)).toEqual(['SINGLE_RIDER']);
    expect(shown[0]).not.toHaveProperty('storedUnder');
  });

  it('last until their next row in the log of the History API, which confirms states only', () => {
    const logged = queue({ recordedAt: ago(90), lastConfirmedAt: null, dataSource: 'HISTORY_API' });
    const types = (current: CurrentState) => queuesOf(current, [logged]).map(({ queueType }) => queueType);
    expect(types(state({ waitMinutes: null, dataSource: 'HISTORY_API' }))).toEqual(['SINGLE_RIDER']);
    expect(types(state({ waitMinutes: null }))).toEqual([]);
  });

  it('begin with the standby queue, built from the posted wait if nothing more is stored', () => {
    expect(queuesOf(state({ waitMinutes: 0 }), [queue()])).toMatchObject([
      { queueType: 'STANDBY', waitMinutes: 0, priceMinor: null },
      { queueType: 'SINGLE_RIDER' },
    ]);
    const priced = queue({ queueType: 'STANDBY', waitMinutes: 30, priceMinor: 500 });
    expect(queuesOf(state(), [priced])).toMatchObject([{ queueType: 'STANDBY', priceMinor: 500 }]);
    expect(queuesOf(state({ waitMinutes: null }), [])).toEqual([]);
  });
});
