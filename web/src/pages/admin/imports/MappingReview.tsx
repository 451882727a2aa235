import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { decideMapping, type MappingAction, mappings, MAPPINGS_PER_PAGE } from '../../../api/import-queries.js';
import { Choice } from '../../../parts/Choice.js';
import { Section } from '../../../parts/page.js';
import { Pager } from '../../../parts/Pager.js';
import { EmptyState, ErrorState, Loaded } from '../../../parts/states.js';
import { MappingPair } from './MappingPair.js';
import { isLinked } from './mapping-text.js';

const route = getRouteApi('/admin/imports');

type Mapping = Schemas['MappingView'];

/** Rides that the program could not identify with certainty, each with the ride that it may be. */
export function MappingReview() {
  const { list = 'review', page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const found = useQuery(mappings(list, page));
  const { decide, deciding, done } = useDecisions();
  return (
    <Section
      title={list === 'review' ? 'Are these the same ride?' : 'Decided by people'}
      note="Observations stay where they are: a decision only determines whether both count as one ride, and can be undone."
      actions={
        <Choice
          label="Which mappings"
          value={list}
          onChange={(value) =>
            void navigate({ search: { view: 'mappings', ...(value === 'review' ? {} : { list: value }) } })
          }
          options={[
            { value: 'review', text: 'To review' },
            { value: 'decided', text: 'Decided' },
          ]}
        />
      }
    >
      <div role="status" className="mapping-done">
        {done && <Done mapping={done} isPending={deciding.isPending} onUndo={() => decide(done, { kind: 'undo' })} />}
      </div>
      {deciding.isError && <ErrorState error={deciding.error} />}
      <Loaded query={found} label="the mappings" height={320}>
        {({ data, page: { total } }) => (
          <>
            {data.length === 0 && <NoMappings list={list} />}
            <ul className="mapping-list" aria-label="Mappings">
              {data.map((mapping) => (
                <MappingPair
                  key={mapping.mappingId}
                  mapping={mapping}
                  isPending={deciding.isPending}
                  onDecide={(action) => decide(mapping, action)}
                />
              ))}
            </ul>
            <Pager
              label="Pages of mappings"
              {...{ page, total, perPage: MAPPINGS_PER_PAGE }}
              onPage={(next) => void navigate({ search: (before) => ({ ...before, page: next }) })}
            />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function useDecisions() {
  const client = useQueryClient();
  const [done, setDone] = useState<Mapping | null>(null);
  const deciding = useMutation({
    mutationFn: ({ mapping, action }: { mapping: Mapping; action: MappingAction }) =>
      decideMapping(mapping.themeparksWikiId, action),
    onSuccess: setDone,
    onSettled: () => void client.invalidateQueries({ queryKey: ['admin', 'mappings'] }),
  });
  const decide = (mapping: Mapping, action: MappingAction) => deciding.mutate({ mapping, action });
  return { decide, deciding, done };
}

/** What the last decision did. */
function Done({ mapping, isPending, onUndo }: { mapping: Mapping; isPending: boolean; onUndo: () => void }) {
  const { archiveName, ride, reason } = mapping;
  if (reason === 'UNDONE') return <p className="note">{`“${archiveName}” is open to review again.`}</p>;
  return (
    <p className="inline-notes">
      <span>
        {isLinked(mapping)
          ? `“${archiveName}” counts as “${ride.name}” from now on; the affected days are being recomputed.`
          : `“${archiveName}” stays a ride of its own.`}
      </span>
      <button type="button" className="button" disabled={isPending} onClick={onUndo}>
        Undo
      </button>
    </p>
  );
}

function NoMappings({ list }: { list: 'review' | 'decided' }) {
  if (list === 'decided')
    return <EmptyState title="Nothing was decided yet">Decide about a pair to review.</EmptyState>;
  return (
    <EmptyState title="There is nothing to review">
      Every ride of the imports was identified by its UUID, its operator’s id or its name, or is new without a similar
      one.
    </EmptyState>
  );
}
