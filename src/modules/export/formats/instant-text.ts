import { sqlInstant } from '../../snapshots/observation-sql.js';

/** `2024-12-25T00:05:10.644Z`, without a Date for each of millions of cells. */
export const instantText = (instantMs: number): string => `${sqlInstant(instantMs).replace(' ', 'T')}Z`;
