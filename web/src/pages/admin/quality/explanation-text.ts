import type { Schemas } from '../../../api/client.js';

export type Explanation = Schemas['DifferenceExplanation'];

/** Why a figure differs from the published one. */
export const EXPLANATION_TEXT: Readonly<Record<Explanation, string>> = {
  BETWEEN_POLLS: 'Possible: changed between two polls',
  OUR_GAP: 'Possible: not observed all day',
  OTHER_HOURS: 'Counted with other opening hours',
  LOWER_CEILING: 'Equal without waits above 300 min',
  OTHER_RULES: 'Equal by another version of their rules',
  THEIR_GAP: 'They lack minutes that were observed',
  UNEXPLAINED: 'Unexplained',
};
