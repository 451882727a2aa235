import { withDay } from './period.js';
import { afterKey, afterValue } from './typed-day.js';

describe('a day that is being typed', () => {
  const first = afterKey(null, '2026-11-25', '2026-11-02', '2026-11-02');
  const second = afterKey(first, '2026-11-25', '2026-11-28', '2026-11-28');

  it('stays as typed while the page follows, however late', () => {
    const followed = afterValue(second, '2026-11-02');
    expect(followed).toMatchObject({ text: '2026-11-28', awaited: ['2026-11-28'] });
    expect(afterValue(followed!, '2026-11-28')).toMatchObject({ text: '2026-11-28', awaited: [] });
    expect(afterValue(second, '2026-11-28')).toMatchObject({ text: '2026-11-28', awaited: [] });
  });

  it('stays as typed while it is no day that data can be of', () => {
    expect(afterKey(null, '2026-11-25', '0002-11-25', null)).toMatchObject({ text: '0002-11-25', awaited: [] });
  });

  it('stays as typed on a page that limits the period', () => {
    expect(afterValue(first, '2026-11-09')).toMatchObject({ text: '2026-11-02', awaited: [] });
  });

  it('gives way to a day that was chosen elsewhere, such as by going back', () => {
    expect(afterValue(afterValue(second, '2026-11-28')!, '2026-11-25')).toBeNull();
  });
});

describe('a day that is typed to its end', () => {
  it('gives way to going back, though the keys of its year reported it once more', () => {
    const followed = afterValue(afterKey(null, '2026-11-02', '2026-10-15', '2026-10-15'), '2026-10-15')!;
    const year = afterKey(
      afterKey(followed, '2026-10-15', '0202-10-15', null),
      '2026-10-15',
      '2026-10-15',
      '2026-10-15',
    );
    expect(year).toEqual({ text: '2026-10-15', given: '2026-10-15', awaited: [] });
    expect(afterValue(year, '2026-11-02')).toBeNull();
  });

  it('awaits one answer of a page that is late', () => {
    const typed = afterKey(null, '2026-11-02', '2026-10-15', '2026-10-15');
    expect(afterKey(typed, '2026-11-02', '2026-10-15', '2026-10-15').awaited).toEqual(['2026-10-15']);
  });
});

describe('a period with another day', () => {
  const period = { from: '2026-11-20', to: '2026-11-25' };

  it('keeps its other day where it can', () => {
    expect(withDay(period, 'from', '2026-11-22')).toEqual({ from: '2026-11-22', to: '2026-11-25' });
    expect(withDay(period, 'to', '2026-11-28')).toEqual({ from: '2026-11-20', to: '2026-11-28' });
  });

  it('takes the other day along beyond it', () => {
    expect(withDay(period, 'from', '2026-11-28')).toEqual({ from: '2026-11-28', to: '2026-11-28' });
    expect(withDay(period, 'to', '2026-11-02')).toEqual({ from: '2026-11-02', to: '2026-11-02' });
  });
});
