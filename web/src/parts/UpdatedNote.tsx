import { timeText } from '../format/times.js';

/** The only time in the reader's own zone: it shows how old the page is. */
export function UpdatedNote({ asOf }: { asOf: string }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return <span>{`As of ${timeText(asOf, zone)} your time, updated each minute`}</span>;
}
