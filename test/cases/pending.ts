/**
 * Cases that the program does not get right yet. A case of this list fails its test as soon as it is right: remove it
 * from the list then.
 */
export const PENDING: string[] = [];
