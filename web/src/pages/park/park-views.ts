export const PARK_VIEWS = ['now', 'downtimes', 'ranking', 'calendar'] as const;
export type ParkView = (typeof PARK_VIEWS)[number];

export const PARK_VIEW_TEXT: Readonly<Record<ParkView, string>> = {
  now: 'Now',
  downtimes: 'Downtimes',
  ranking: 'Ranking',
  calendar: 'Calendar',
};
