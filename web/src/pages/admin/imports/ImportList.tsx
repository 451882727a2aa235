import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { countText } from '../../../format/numbers.js';
import { fullTimeText } from '../../../format/times.js';
import { useNowMs } from '../../../parts/use-clock.js';
import { ImportActions } from './ImportActions.js';
import { ImportProgress } from './ImportProgress.js';
import { elapsedText, filesWord, rangeText, SOURCE_NAME, stateText, targetText } from './import-text.js';

type Import = Schemas['ImportView'];

export function ImportList({ imports }: { imports: readonly Import[] }) {
  const nowMs = useNowMs();
  return (
    <ul className="import-list" aria-label="Imports">
      {imports.map((one) => (
        <li key={one.importId} className="import-row">
          <ImportName one={one} />
          <span className={stateText(one).badge}>{stateText(one).text}</span>
          {one.timestamps.finishedAt === null ? <ImportProgress one={one} /> : <Outcome one={one} nowMs={nowMs} />}
          <ImportActions one={one} />
        </li>
      ))}
    </ul>
  );
}

function ImportName({ one }: { one: Import }) {
  const { importId, options, parkName, destination, timestamps } = one;
  const within = parkName === null ? '' : `${destination.name}, `;
  return (
    <div className="import-name">
      <Link to="/admin/imports/$importId" params={{ importId }}>
        {targetText(one)}
      </Link>
      <p className="note">{`${within}${rangeText(one)}`}</p>
      <p className="note">{`${SOURCE_NAME[options.source]}, ${fullTimeText(timestamps.createdAt, 'UTC')}`}</p>
    </div>
  );
}

function Outcome({ one, nowMs }: { one: Import; nowMs: number }) {
  const { progress, errors } = one;
  const { stored, duplicate, rejected } = progress;
  return (
    <div className="import-progress">
      <p>{`${countText(stored)} stored, ${countText(duplicate)} duplicate, ${countText(rejected)} rejected`}</p>
      <p className="note">
        {[
          filesWord(one, progress.filesDone),
          ...(errors.count === 0 ? [] : [`${countText(errors.count)} of them unreadable`]),
          `took ${elapsedText(one, nowMs)}`,
        ].join(' · ')}
      </p>
    </div>
  );
}
