/** Colours of one chart stay distinct up to this number; the API allows as many. */
export const MAX_COMPARED = 6;
