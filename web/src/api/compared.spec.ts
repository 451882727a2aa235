import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { type Compared, comparedKey, type ComparedKind, keptOf } from './compared.js';

const first = { from: '2026-11-01', to: '2026-11-07' };
const second = { from: '2026-10-25', to: '2026-10-31' };

describe('what a comparison shows while another one is being loaded', () => {
  const client = new QueryClient();
  const query = (kind: ComparedKind, ids: readonly number[], period: Compared['period'] | null) => ({
    queryKey: comparedKey(kind, ids, period),
    placeholderData: keptOf(kind, period),
    enabled: false,
  });
  const rides: Compared = { kind: 'rides', period: first, entries: [] };
  beforeAll(() => client.setQueryData(comparedKey('rides', [1], first), rides));
  afterAll(() => client.clear());

  const shownAfter = (...queries: ReturnType<typeof query>[]) => {
    const [start, ...next] = queries;
    const observer = new QueryObserver<Compared, Error, Compared, Compared, ReturnType<typeof comparedKey>>(
      client,
      start!,
    );
    next.forEach((one) => observer.setOptions(one));
    return observer.getCurrentResult().data;
  };

  it('is the one before, of the same kind', () => {
    expect(shownAfter(query('rides', [1], first), query('rides', [1, 2], first))).toBe(rides);
  });

  it('is nothing of another kind', () => {
    expect(shownAfter(query('rides', [1], first), query('parks', [1], first))).toBeUndefined();
  });

  it('is never the first period in place of the second', () => {
    expect(shownAfter(query('rides', [1], null), query('rides', [1], second))).toBeUndefined();
  });

  it('is nothing once there is no period', () => {
    expect(shownAfter(query('rides', [1], first), query('rides', [1], null))).toBeUndefined();
  });
});
