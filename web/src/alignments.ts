/** How days of different years are paired. */
export const ALIGNMENTS = ['date', 'weekday'] as const;
export type Align = (typeof ALIGNMENTS)[number];
