import type { Level } from './verdicts.js';

/** Green, amber and red, as words and badges. */
export const LEVELS: Readonly<Record<Level, { text: string; badge: string }>> = {
  GOOD: { text: 'Good', badge: 'badge badge-good' },
  CARE: { text: 'Needs attention', badge: 'badge badge-care' },
  TROUBLE: { text: 'Trouble', badge: 'badge badge-trouble' },
};
