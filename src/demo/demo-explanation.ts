import type { DefectName } from '../tools/archive-generator/defect-catalog.js';
import { DEMO_DAYS, DEMO_DEFECTS, DEMO_DESTINATIONS, DEMO_RIDES } from './demo-archive.js';

/** What the warehouse makes of each planted defect. */
const OUTCOMES: Readonly<Record<(typeof DEMO_DEFECTS)[number], string>> = {
  'missing-day': 'a day without a file: a gap, shown as not observed, never as zero',
  'truncated-file': 'a file that breaks off: a gap as well, and the import names the file',
  'text-wait': 'a wait of "abc": the status is kept, the wait stays unknown',
  'impossible-wait': 'a wait of 9999 minutes: the same, so no ranking begins with it',
  'unknown-status': 'a status "BROKEN": the observation is kept, its status stays unknown',
  'same-instant': 'two waits of one ride at one instant: the last one of the file counts',
} satisfies Partial<Record<DefectName, string>>;

/** What of the demo is invented, what is wrong on purpose, and how to read its numbers. @param url of the dashboard */
export function explanationText(url: string): string {
  const defects = DEMO_DEFECTS.map((name) => `    - ${OUTCOMES[name]}`);
  return [
    'What this is:',
    `  Simulated: ${DEMO_DESTINATIONS} resorts with ${DEMO_RIDES} rides and shows each. ${DEMO_DAYS} days of them are an archive, which was imported. A live API continues`,
    '  from there, and the server asks it every minute. All parks, rides and waits are invented.',
    '  Planted in the archive, because real ones have them too; each is named in the report of the import and under Data quality:',
    ...defects,
    '  Numbers: an average counts every wait for as long as it was posted: one posted for an hour counts twelve times as much as one',
    '  posted for five minutes. Rankings omit rides that were observed for less than half of the hours of their park. "Unusually',
    '  long" compares with the same weekday and hour of the weeks before.',
    '  Issues of the data quality are the planted defects, entities that the live feed lists for the first time, and what looks odd',
    '  to the detectors in these invented days.',
    `  Look at: ${url}/ (parks now), ${url}/rankings, ${url}/admin/quality and ${url}/admin/imports (with the admin key).`,
  ].join('\n');
}
