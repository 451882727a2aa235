import type { Schemas } from '../../../api/client.js';
import { bytesText, countText, percentText } from '../../../format/numbers.js';
import { Figures } from '../../../parts/Figures.js';
import { LEVELS } from '../levels.js';
import { diskOutlook, spanText } from './disk-outlook.js';

interface OutlookProps {
  growth: Schemas['StorageGrowthView'];
  thresholds: Schemas['ThresholdsView'];
}

/** Whether the disk is going to last, with the figures behind it. */
export function Outlook({ growth, thresholds }: OutlookProps) {
  const { level, text, range } = diskOutlook(growth, thresholds);
  const { capacity, bytesPerDay, rowsPerDay, daysUntilFull, recommendations, notes } = growth;
  return (
    <>
      <section className="card outlook" aria-label="Is the disk going to last?">
        <div>
          <h2>Is the disk going to last?</h2>
          <p className="answer">{text}</p>
          {range && <p className="note">{`${range[0]!.toUpperCase()}${range.slice(1)}.`}</p>}
          <Meter capacity={capacity} />
        </div>
        <span className={LEVELS[level].badge}>{LEVELS[level].text}</span>
        {(recommendations.length > 0 || notes.length > 0) && (
          <ul className="outlook-notes">
            {recommendations.map((one) => (
              <li key={one.code}>{one.text}</li>
            ))}
            {notes.map((note) => (
              <li key={note} className="note">
                {note}
              </li>
            ))}
          </ul>
        )}
      </section>
      <Figures
        items={[
          { name: 'In use', value: bytesText(capacity.usedBytes), note: `of ${bytesText(capacity.limitBytes)}` },
          {
            name: 'Share of the capacity',
            value: shareText(capacity.percentUsed),
            note: SOURCE_TEXT[capacity.source],
          },
          {
            name: 'Growth a day',
            value: bytesText(bytesPerDay?.value),
            note: `${bandNote(bytesPerDay)}${countText(rowsPerDay?.value)} rows a day`,
          },
          {
            name: 'Full in',
            value: daysUntilFull === null ? '–' : spanText(daysUntilFull.days),
            note: daysUntilFull === null ? 'not projected' : 'at this growth',
          },
        ]}
      />
    </>
  );
}

/** A small share is shown as `less than`, never as 0. */
const shareText = (percent: number | null): string =>
  percent !== null && percent > 0 && percent < 0.05 ? 'under 0.1\u00a0%' : percentText(percent);

const SOURCE_TEXT = {
  SETTING: 'capacity as set by STORAGE_CAPACITY_GB',
  FILE_SYSTEM: 'capacity: the file system of the database',
  UNKNOWN: 'the capacity is not known',
} as const;

function bandNote(band: Schemas['BandView'] | null): string {
  return band?.low == null || band.high === null ? '' : `${bytesText(band.low)} to ${bytesText(band.high)}; `;
}

function Meter({ capacity: { percentUsed } }: { capacity: Schemas['CapacityView'] }) {
  if (percentUsed === null) return null;
  const text = `${shareText(percentUsed)} of the capacity is in use`;
  return (
    <div className="meter" role="img" aria-label={text} title={text}>
      <span style={{ width: `${Math.min(100, percentUsed)}%` }} />
    </div>
  );
}
