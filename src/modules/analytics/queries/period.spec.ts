import { daysIn, spanBefore, weekdayOf } from '../../statistics/day-spans.js';
import { checkedPeriod, checkedSpan, resolvePeriod, untilToday } from './period.js';

const TODAY = '2024-03-01';

describe('a named period', () => {
  it('consists of local days of the park', () => {
    expect(resolvePeriod({ period: 'today' }, TODAY)).toEqual({ from: TODAY, to: TODAY });
    expect(resolvePeriod({ period: 'yesterday' }, TODAY)).toEqual({ from: '2024-02-29', to: '2024-02-29' });
  });

  it('of seven or thirty days has only complete days, without today', () => {
    expect(resolvePeriod({ period: 'last_7d' }, TODAY)).toEqual({ from: '2024-02-23', to: '2024-02-29' });
    expect(resolvePeriod({ period: 'last_30d' }, TODAY)).toEqual({ from: '2024-01-31', to: '2024-02-29' });
  });

  it('may be a calendar week, Monday first, or a calendar month', () => {
    const of = (period: 'this_week' | 'last_week' | 'this_month' | 'last_month', today = TODAY) => {
      const { from, to } = resolvePeriod({ period }, today);
      return [from, to];
    };
    expect(of('this_week')).toEqual(['2024-02-26', '2024-03-03']);
    expect(of('last_week')).toEqual(['2024-02-19', '2024-02-25']);
    expect(of('this_month')).toEqual(['2024-03-01', '2024-03-31']);
    expect(of('last_month')).toEqual(['2024-02-01', '2024-02-29']);
    // a Sunday, a Monday, and the first days of a year
    expect([of('this_week', '2024-03-03'), of('this_week', '2024-03-04')]).toEqual([
      ['2024-02-26', '2024-03-03'],
      ['2024-03-04', '2024-03-10'],
    ]);
    expect([of('last_month', '2025-01-31'), of('last_week', '2025-01-01')]).toEqual([
      ['2024-12-01', '2024-12-31'],
      ['2024-12-23', '2024-12-29'],
    ]);
  });

  it('requires both ends if it is custom, and rejects them otherwise', () => {
    expect(() => checkedPeriod({ period: 'custom', from: TODAY })).toThrow('not valid');
    expect(() => checkedPeriod({ period: 'today', from: TODAY })).toThrow('not valid');
    expect(checkedPeriod({ period: 'custom', from: TODAY, to: TODAY })).toBeDefined();
  });

  it('must begin before it ends, and has at most 400 days', () => {
    expect(() => checkedSpan({ from: '2024-03-02', to: TODAY })).toThrow(`from 2024-03-02 is after to ${TODAY}`);
    expect(checkedSpan({ from: '2023-01-01', to: '2024-02-04' })).toBeDefined();
    expect(() => checkedSpan({ from: '2023-01-01', to: '2024-02-05' })).toThrow('at most 400 days');
  });

  it('ends today if it extends into the future, and cannot begin there', () => {
    expect(untilToday({ from: '2024-02-20', to: '2024-03-20' }, TODAY)).toEqual({ from: '2024-02-20', to: TODAY });
    expect(() => untilToday({ from: '2024-03-02', to: '2024-03-20' }, TODAY)).toThrow(
      'from 2024-03-02 is in the future',
    );
  });
});

describe('days', () => {
  it('are counted inclusively, over 29 February and clock changes', () => {
    expect(daysIn({ from: '2024-02-01', to: '2024-03-31' })).toBe(60);
    expect(spanBefore({ from: '2024-03-01', to: '2024-03-07' })).toEqual({ from: '2024-02-23', to: '2024-02-29' });
  });

  it('have ISO weekdays, Monday first', () => {
    expect(['2024-02-26', '2024-03-02', '2024-03-03'].map(weekdayOf)).toEqual([1, 6, 7]);
  });
});
