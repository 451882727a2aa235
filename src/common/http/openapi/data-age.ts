import { DATA_AGE_HEADER } from '../read-source.interceptor.js';

const HEADER = {
  description:
    'How old the data is at most when it is read, in seconds: 0 from the primary, more from a replica. Add the header Age of ' +
    'cached responses. Only where DATABASE_REPLICA_URL is set',
  schema: { type: 'integer', minimum: 0 },
  example: 1,
};
/** Reads that never use a replica. */
const OTHER_READS = /^\/(?:api\/(?:admin|health|live\/events)|metrics)(?:\/|$)/;

/** Documents the header of public reads with the age of the data. */
export function documentDataAge(
  path: string,
  { responses }: { responses: Record<string, { description: string; headers?: object }> },
): void {
  const found = responses['200'];
  if (found === undefined || OTHER_READS.test(path)) return;
  found.headers = { ...found.headers, [DATA_AGE_HEADER]: HEADER };
}
