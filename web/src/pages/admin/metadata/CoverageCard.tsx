import type { CSSProperties } from 'react';
import type { Schemas } from '../../../api/client.js';
import { countText, percentText, plural } from '../../../format/numbers.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { EmptyState } from '../../../parts/states.js';
import type { MetadataList } from './metadata-search.js';

type Report = Schemas['CoverageReportView'];
type Park = Schemas['ParkCoverageView'];
type Share = Schemas['FieldCoverageView'];

interface CoverageCardProps {
  report: Report;
  onShow: (list: MetadataList, park: number | undefined) => void;
}

const COVERED = [
  { field: 'coordinates', list: 'position', text: 'Position' },
  { field: 'entityType', list: 'type', text: 'Type' },
  { field: 'classification', list: 'classification', text: 'Indoors or outdoors' },
  { field: 'heights', list: 'heights', text: 'Heights' },
] as const;

/** The known share of each field against the target, in total and by park. Each leads to the rides without it. */
export function CoverageCard({ report: { totals, parks, targetPercent }, onShow }: CoverageCardProps) {
  return (
    <Section
      title="Coverage"
      note={
        `${plural(totals.rides, 'ride')}; the target is ${percentText(targetPercent)} of each field. Classification and heights count ` +
        'for attractions only; heights are known if it is known that there is no requirement.'
      }
    >
      {totals.rides === 0 ? (
        <EmptyState title="There are no rides yet">They come with the catalogue: start the collection.</EmptyState>
      ) : (
        <>
          <div className="cover-fields">
            {COVERED.map(({ field, list, text }) => (
              <FieldShare
                key={field}
                name={text}
                share={totals[field]}
                target={targetPercent}
                onShow={() => onShow(list, undefined)}
              />
            ))}
          </div>
          <details className="cover-parks">
            <summary>{`By park (${countText(parks.length)})`}</summary>
            <DataTable
              caption="Coverage by park"
              rows={parks}
              keyOf={({ parkId }) => parkId}
              columns={columnsOf(onShow)}
            />
          </details>
        </>
      )}
    </Section>
  );
}

interface FieldShareProps {
  name: string;
  share: Share;
  target: number;
  onShow: () => void;
}

function FieldShare({ name, share: { known, of, percent, meetsTarget }, target, onShow }: FieldShareProps) {
  const missing = of - known;
  return (
    <div className="cover-field">
      <div className="cover-head">
        <strong>{name}</strong>
        <span className={meetsTarget === false ? 'badge badge-care' : 'badge badge-good'}>
          {meetsTarget === false ? 'Below the target' : 'Meets the target'}
        </span>
      </div>
      <div className="cover-value">{percentText(percent)}</div>
      <div
        className="cover-bar"
        role="img"
        aria-label={`${name}: ${percentText(percent)} known, the target is ${target} %`}
        style={{ '--share': (percent ?? 0) / 100, '--target': target / 100 } as CSSProperties}
      />
      <div className="note">{`${countText(known)} of ${countText(of)}`}</div>
      {missing > 0 && (
        <button
          type="button"
          className="button"
          aria-label={`Show the ${countText(missing)} missing: ${name}`}
          onClick={onShow}
        >
          {`Show the ${countText(missing)} missing`}
        </button>
      )}
    </div>
  );
}

const columnsOf = (onShow: CoverageCardProps['onShow']): Column<Park>[] => [
  {
    head: 'Park',
    cell: ({ parkName, destinationName }) => (
      <span className="target">
        {parkName}
        <span className="note">{destinationName}</span>
      </span>
    ),
  },
  { head: 'Rides', isNumeric: true, cell: ({ rides }) => countText(rides) },
  ...COVERED.map(({ field, list, text }): Column<Park> => ({
    head: text,
    isNumeric: true,
    cell: (park) => <ParkShare park={park} share={park[field]} name={text} onShow={() => onShow(list, park.parkId)} />,
  })),
];

interface ParkShareProps {
  park: Park;
  share: Share;
  name: string;
  onShow: () => void;
}

function ParkShare({ park, share: { percent, meetsTarget }, name, onShow }: ParkShareProps) {
  if (percent === null || percent === 100) return percentText(percent);
  return (
    <button
      type="button"
      className={meetsTarget === false ? 'link-button below-target' : 'link-button'}
      aria-label={`${name} of ${park.parkName}: ${percentText(percent)}${meetsTarget === false ? ', below the target' : ''}; show what is missing`}
      onClick={onShow}
    >
      {percentText(percent)}
    </button>
  );
}
