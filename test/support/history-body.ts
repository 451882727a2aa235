import type { TimeInterval } from '../../src/common/time/time-intervals.js';

/** The state of one entity; null: not posted. */
export interface EntityState {
  status: string;
  standby: number | null;
  singleRider: number | null;
  returnState: string | null;
  price: number | null;
}

/** What an entity was observed as at an instant. */
export interface RecordedState {
  atMs: number;
  state: EntityState;
}

export const secondsText = (instantMs: number): string => new Date(instantMs).toISOString().replace(/\.\d+Z$/, 'Z');

const KINDS = ['status', 'queue.STANDBY', 'queue.SINGLE_RIDER', 'queue.PAID_RETURN_TIME'];

const leaves = {
  status: ({ status }: EntityState) => status,
  'queue.STANDBY.waitTime': ({ standby }: EntityState) => standby,
  'queue.SINGLE_RIDER.waitTime': ({ singleRider }: EntityState) => singleRider,
  'queue.PAID_RETURN_TIME.state': ({ returnState }: EntityState) => returnState,
  'queue.PAID_RETURN_TIME.price.amount': ({ price }: EntityState) => price,
};

const UNKNOWN: EntityState = { status: '', standby: null, singleRider: null, returnState: null, price: null };

const fieldsOf = ({ status, standby, singleRider, returnState, price }: EntityState) => ({
  status: status === '' ? null : status,
  queue: {
    STANDBY: { waitTime: standby },
    SINGLE_RIDER: { waitTime: singleRider },
    PAID_RETURN_TIME: {
      state: returnState,
      returnStart: null,
      returnEnd: null,
      price: { amount: price, currency: 'USD', formatted: null },
    },
  },
});

/** The response of the History API for a range: the opening with the age of each kind, and a row per change. */
export function historyBody(recorded: readonly RecordedState[], { startMs, endMs }: TimeInterval, timezone: string) {
  const changedOf = ({ state }: RecordedState, before: EntityState) =>
    Object.entries(leaves).flatMap(([path, value]) => (value(state) === value(before) ? [] : [path]));
  const changes = recorded
    .map((each, index) => ({ ...each, changed: changedOf(each, recorded[index - 1]?.state ?? UNKNOWN) }))
    .filter(({ changed }) => changed.length > 0);
  const before = changes.filter(({ atMs }) => atMs < startMs);
  const observedAtByKind = Object.fromEntries(
    KINDS.flatMap((kind) => {
      const last = before.filter(({ changed }) => changed.some((path) => `${path}.`.startsWith(`${kind}.`))).at(-1);
      return last === undefined ? [] : [[kind, secondsText(last.atMs)]];
    }),
  );
  const ages = before.length === 0 ? {} : { observedAt: secondsText(before.at(-1)!.atMs), observedAtByKind };
  return {
    id: 'b2260923-9315-40fd-9c6b-44dd811dbe64',
    name: 'Turbo',
    entityType: 'ATTRACTION',
    timezone,
    opening: { time: secondsText(startMs), ...ages, ...fieldsOf(before.at(-1)?.state ?? UNKNOWN) },
    history: changes
      .filter(({ atMs }) => atMs >= startMs && atMs < endMs)
      .map(({ atMs, state, changed }) => ({ time: secondsText(atMs), changed, ...fieldsOf(state) })),
    next: null,
  };
}
