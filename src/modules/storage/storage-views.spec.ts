import { capacityOf } from './capacity.service.js';
import { bandView, capacityView, bytesPerRowView } from './storage-views.js';

describe('the storage views', () => {
  it('show whole numbers', () => {
    const band = { value: 34_779_617.677, low: 1.2, high: 99.9 };
    expect(bandView(band, 'MEASURED')).toEqual({ value: 34_779_618, low: 1, high: 100 });
  });

  it('show no band if growth was not measured day by day', () => {
    const band = { value: 5, low: 5, high: 5 };
    expect(bandView(band, 'FROM_ROWS')).toEqual({ value: 5, low: null, high: null });
    expect(bandView(band, 'NONE')).toEqual({ value: 5, low: null, high: null });
  });

  it('round bytes per row to a tenth', () => {
    expect([46.0449, null].map(bytesPerRowView)).toEqual([46, null]);
    expect(bytesPerRowView(43.37)).toBe(43.4);
  });

  it('show the known part of a capacity before the first measurement', () => {
    const rest = { usedBytes: null, percentUsed: null, note: 'nothing has been measured yet' };
    expect(capacityView(capacityOf(0, 'SETTING', 1_000), false)).toEqual({
      ...{ source: 'SETTING', limitBytes: 1_000, availableBytes: null, ...rest },
    });
    expect(capacityView(capacityOf(0, 'FILE_SYSTEM', 1_000), false)).toEqual({
      ...{ source: 'FILE_SYSTEM', limitBytes: null, availableBytes: 1_000, ...rest },
    });
    expect(capacityView(capacityOf(0, 'SETTING', 1_000), true)).toMatchObject({ usedBytes: 0, percentUsed: 0 });
  });
});
