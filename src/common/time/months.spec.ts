import { addMonths, monthOf, monthsBetween } from './months.js';

describe('months', () => {
  it('are counted across years in both directions', () => {
    expect(addMonths('2023-12', 1)).toBe('2024-01');
    expect(addMonths('2024-01', -1)).toBe('2023-12');
    expect(addMonths('2024-03', -27)).toBe('2021-12');
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(monthsBetween('2023-11', '2024-02')).toEqual(['2023-11', '2023-12', '2024-01', '2024-02']);
    expect(monthsBetween('2024-02', '2024-01')).toEqual([]);
  });

  it('are those of an instant in UTC', () => {
    expect(monthOf(Date.parse('2024-02-29T23:59:59.999Z'))).toBe('2024-02');
    expect(monthOf(Date.parse('2024-03-01T00:00:00.000Z'))).toBe('2024-03');
  });
});
