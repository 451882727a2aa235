import fc from 'fast-check';

/** Values that were once misread, or that engines treat specially. */
const TRICKY: readonly unknown[] = [
  null, true, false, 0, -0, -1, -2, -999, 12.5, 999, 1441, 3030, 1e400, -1e400, 2 ** 31, 2 ** 53, '', ' ', '-1', '35',
  'abc', 'NaN', 'OPERATING', ' down ', 'BROKEN', 'AVAILABLE', '\ud83c', '\u0000', 'é™日本🎢', 'x'.repeat(400),
  '2026-04-15T12:00:00', '2026-04-15T12:00:00Z', '2026-02-30T12:00:00Z', '9999-12-31T23:59:59.999Z', '19:10', [], {}, [[]],
  [null], ['text'], [{ queueType: 'STANDBY', waitTime: 35 }], { STANDBY: 5 }, { standby: { waitTime: 'x' } },
  { STANDBY: { waitTime: 20 }, TELEPORT: {} }, { waitTime: 5 }, { amount: 0, formatted: 'Unknown' }, { start: 1, end: 'x' },
  JSON.parse('{"__proto__":{"STANDBY":1,"waitTime":5},"constructor":null,"toString":1}'),
]; // prettier-ignore

/** Any result of JSON.parse, preferably a tricky one. */
export const jsonGarbage: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...TRICKY) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** A copy of `object` with another value at `path`, such as `queue.STANDBY.waitTime`; all steps but the last must exist. */
export function withValueAt(object: unknown, path: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(object) as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce((inner, step) => inner[step] as Record<string, unknown>, copy);
  holder[last] = value;
  return copy;
}
