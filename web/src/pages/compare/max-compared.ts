/** Colours and lines of one chart stay distinct up to this number. */
export const MAX_COMPARED = 6;
/** With a second period each entry needs two requests, and has two lines. */
export const MAX_OF_TWO_PERIODS = 3;
