import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import type { MappingAction } from '../../../api/import-queries.js';
import { percentText } from '../../../format/numbers.js';
import { wordText } from '../../../parts/words.js';
import { isLinked, overlapText, reasonText, seenText } from './mapping-text.js';

type Mapping = Schemas['MappingView'];

interface MappingPairProps {
  mapping: Mapping;
  isPending: boolean;
  onDecide: (action: MappingAction) => void;
}

/** Two rides side by side, and what a person decides about them. */
export function MappingPair({ mapping, isPending, onDecide }: MappingPairProps) {
  const { archiveName, matchedName, score, own, other, method } = mapping;
  const overlap = own && other && overlapText(own, other);
  const facts = [
    `${reasonText(mapping)}${score === null ? '' : ` (${percentText(score * 100)} alike)`}.`,
    ...(overlap === null ? [] : [overlap]),
  ];
  return (
    <li className="mapping" aria-label={archiveName}>
      <div className="mapping-pair">
        <Side role="In the source" name={archiveName} ride={own} uuid={mapping.themeparksWikiId} />
        <Side role="May be" name={other?.name ?? matchedName ?? 'No other ride'} ride={other} />
      </div>
      <p className="note">{facts.join(' ')}</p>
      <div className="import-actions">
        {method === 'MANUAL' ? (
          <Decision text="Undo" of={archiveName} {...{ isPending }} onClick={() => onDecide({ kind: 'undo' })} />
        ) : (
          <>
            {other && (
              <Decision
                text={isLinked(mapping) ? 'Confirm: the same ride' : 'The same ride'}
                of={archiveName}
                {...{ isPending }}
                onClick={() => onDecide({ kind: 'same', rideId: other.rideId })}
              />
            )}
            <Decision
              text="Two different rides"
              of={archiveName}
              {...{ isPending }}
              onClick={() => onDecide({ kind: 'separate' })}
            />
          </>
        )}
      </div>
    </li>
  );
}

interface DecisionProps {
  text: string;
  of: string;
  isPending: boolean;
  onClick: () => void;
}

function Decision({ text, of, isPending, onClick }: DecisionProps) {
  return (
    <button type="button" className="button" disabled={isPending} onClick={onClick}>
      {text}
      <span className="visually-hidden">{`: ${of}`}</span>
    </button>
  );
}

interface SideProps {
  role: string;
  name: string;
  ride: Schemas['ComparedRideView'] | null;
  uuid?: string;
}

function Side({ role, name, ride, uuid }: SideProps) {
  return (
    <div className="mapping-side">
      <p className="note">{role}</p>
      <p className="mapping-name">
        {ride === null ? (
          name
        ) : (
          <Link to="/rides/$rideId" params={{ rideId: String(ride.rideId) }}>
            {name}
          </Link>
        )}
      </p>
      {ride && (
        <>
          <p className="note">
            {[ride.parkName, ...(ride.entityType === null ? [] : [wordText(ride.entityType)])].join(', ')}
          </p>
          <p className="note">{seenText(ride)}</p>
          {!ride.isListed && <p className="note">No longer listed by the catalogue</p>}
        </>
      )}
      {uuid !== undefined && <code className="mapping-uuid">{uuid}</code>}
    </div>
  );
}
