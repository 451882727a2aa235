export const RIDE_VIEWS = ['today', 'patterns', 'history', 'years', 'queues', 'about'] as const;
export type RideView = (typeof RIDE_VIEWS)[number];

export const RIDE_VIEW_TEXT: Readonly<Record<RideView, string>> = {
  today: 'Today',
  patterns: 'Patterns',
  history: 'History',
  years: 'Years',
  queues: 'Queues and prices',
  about: 'About',
};
