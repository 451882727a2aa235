import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { proposals, PROPOSALS_PER_PAGE } from '../../../api/proposal-queries.js';
import { plural } from '../../../format/numbers.js';
import { fullTimeText } from '../../../format/times.js';
import { Choice } from '../../../parts/Choice.js';
import { Section } from '../../../parts/page.js';
import { Pager } from '../../../parts/Pager.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { ProposalPairs } from './ProposalPairs.js';

const route = getRouteApi('/admin/imports');

type Proposal = Schemas['ProposalView'];
type Status = Schemas['ProposalStatus'];

const KIND_TEXT: Readonly<Record<Schemas['ProposalKind'], string>> = {
  RENUMBERED_PARK: 'Rides seem to continue under new UUIDs',
  QUEUE_ENTITIES: 'Rides seem to be queues of other rides',
};

/** Many rides of a park at once that are probably other, known rides. */
export function ProposalReview() {
  const { proposals: status = 'OPEN', page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const found = useQuery(proposals(status, page));
  return (
    <Section
      title="Renumbered parks, and queues listed as rides"
      note="Found by the synchronisation of the catalogue. Observations stay where they are, and every decision can be undone."
      actions={
        <Choice<Status>
          label="Which proposals"
          value={status}
          onChange={(value) =>
            void navigate({ search: { view: 'proposals', ...(value === 'OPEN' ? {} : { proposals: value }) } })
          }
          options={[
            { value: 'OPEN', text: 'To decide' },
            { value: 'CONFIRMED', text: 'Confirmed' },
            { value: 'REJECTED', text: 'Rejected' },
          ]}
        />
      }
    >
      <Loaded query={found} label="the proposals" height={240}>
        {({ data, page: { total } }) => (
          <>
            {data.length === 0 && <NoProposals status={status} />}
            <ul className="mapping-list" aria-label="Proposals">
              {data.map((one) => (
                <ProposalRow key={one.proposalId} one={one} isFirst={one === data[0]} />
              ))}
            </ul>
            <Pager
              label="Pages of proposals"
              {...{ page, total, perPage: PROPOSALS_PER_PAGE }}
              onPage={(next) => void navigate({ search: (before) => ({ ...before, page: next }) })}
            />
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** The pairs are requested when they are shown; those of the first proposal are shown at once. */
function ProposalRow({ one, isFirst }: { one: Proposal; isFirst: boolean }) {
  const [isOpen, setIsOpen] = useState(isFirst);
  const { proposalId, parkName, kind, strongPairs, weakPairs, openRides, detectedAt, decidedAt } = one;
  const counts = [
    plural(strongPairs, 'likely pair'),
    ...(weakPairs === 0 ? [] : [plural(weakPairs, 'less likely pair')]),
    ...(openRides === 0 ? [] : [`${plural(openRides, 'ride')} without a counterpart`]),
  ];
  return (
    <li className="mapping" aria-label={parkName}>
      <div>
        <p className="mapping-name">{parkName}</p>
        <p className="note">{`${KIND_TEXT[kind]}: ${counts.join(', ')}`}</p>
        <p className="note">
          {`Found ${fullTimeText(detectedAt, 'UTC')}`}
          {decidedAt !== null && `, decided ${fullTimeText(decidedAt, 'UTC')}`}
        </p>
      </div>
      {isOpen ? (
        <ProposalPairs proposalId={proposalId} parkName={parkName} />
      ) : (
        <div>
          <button type="button" className="button" onClick={() => setIsOpen(true)}>
            {`Show the pairs of ${parkName}`}
          </button>
        </div>
      )}
    </li>
  );
}

function NoProposals({ status }: { status: Status }) {
  if (status !== 'OPEN') return <EmptyState title="There are no such proposals">Choose another list above.</EmptyState>;
  return (
    <EmptyState title="There is nothing to decide">
      No park seems to have been renumbered, and no queue seems to be listed as a ride.
    </EmptyState>
  );
}
