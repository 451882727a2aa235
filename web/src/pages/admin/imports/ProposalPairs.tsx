import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { decideProposal, proposal, type ProposalAction } from '../../../api/proposal-queries.js';
import { decimalText, plural } from '../../../format/numbers.js';
import { DataTable } from '../../../parts/DataTable.js';
import { ErrorState, Loaded } from '../../../parts/states.js';
import { QUEUE_TEXT, wordText } from '../../../parts/words.js';

type Detail = Schemas['ProposalDetailView'];
type Pair = Schemas['ProposedPairView'];

interface ProposalPairsProps {
  proposalId: number;
  parkName: string;
}

/** The pairs of a proposal with their evidence, and the decision about them. */
export function ProposalPairs({ proposalId, parkName }: ProposalPairsProps) {
  const found = useQuery(proposal(proposalId));
  return (
    <Loaded query={found} label={`the pairs of ${parkName}`} height={160}>
      {(detail) => <Pairs key={detail.status} detail={detail} />}
    </Loaded>
  );
}

const isComplete = ({ rideId, targetRideId }: Pair): boolean => rideId !== null && targetRideId !== null;

function Pairs({ detail }: { detail: Detail }) {
  const likely = detail.pairs.filter((pair) => pair.strength === 'STRONG' && isComplete(pair));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(likely.map(({ pairId }) => pairId)));
  const choose = (pairId: number, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, pairId] : [...before].filter((id) => id !== pairId)));
  const isOpen = detail.status === 'OPEN';
  return (
    <>
      <DataTable
        caption={`Pairs of ${detail.parkName}`}
        rows={detail.pairs}
        keyOf={({ pairId }) => pairId}
        columns={[
          {
            head: isOpen ? 'Confirm' : 'Decided',
            cell: (pair) =>
              isOpen ? (
                <input
                  type="checkbox"
                  aria-label={`Confirm ${pair.rideName ?? 'no ride'} and ${pair.targetRideName ?? 'no ride'}`}
                  disabled={!isComplete(pair)}
                  checked={chosen.has(pair.pairId)}
                  onChange={(event) => choose(pair.pairId, event.target.checked)}
                />
              ) : pair.decisionId === null ? (
                'No'
              ) : (
                'Yes'
              ),
          },
          { head: 'Ride now', cell: ({ rideName }) => rideName ?? '–' },
          { head: 'Is the same as, or a queue of', cell: (pair) => <Target pair={pair} /> },
          { head: 'Evidence', cell: (pair) => evidenceText(pair) },
        ]}
      />
      <Decide detail={detail} pairIds={[...chosen]} />
    </>
  );
}

function Target({ pair: { targetRideName, queueType } }: { pair: Pair }) {
  return (
    <>
      {targetRideName ?? '–'}
      {queueType !== null && <div className="note">{`queue: ${QUEUE_TEXT[queueType]}`}</div>}
    </>
  );
}

function evidenceText({ strength, reason, evidence }: Pair): string {
  if (strength === 'OPEN') return 'No counterpart was found';
  const parts = [
    ...(reason === null ? [] : [wordText(reason)]),
    ...(evidence?.distanceMeters == null ? [] : [`${decimalText(evidence.distanceMeters)} m apart`]),
    ...(evidence?.isSameExternalId === true ? ['same id of the operator'] : []),
  ];
  return `${strength === 'STRONG' ? 'Likely' : 'Less likely'}: ${parts.join(', ')}`;
}

function Decide({ detail, pairIds }: { detail: Detail; pairIds: number[] }) {
  const { proposalId, status } = detail;
  const client = useQueryClient();
  const deciding = useMutation({
    mutationFn: (action: ProposalAction) => decideProposal(proposalId, action),
    onSettled: () => void client.invalidateQueries({ queryKey: ['admin', 'proposals'] }),
  });
  const decide = (action: ProposalAction) => deciding.mutate(action);
  return (
    <>
      <div className="import-actions">
        {status === 'OPEN' ? (
          <>
            <button
              type="button"
              className="button button-main"
              disabled={deciding.isPending || pairIds.length === 0}
              onClick={() => decide({ kind: 'confirm', pairIds })}
            >
              {`Confirm ${plural(pairIds.length, 'pair')}`}
            </button>
            <button
              type="button"
              className="button"
              disabled={deciding.isPending}
              onClick={() => decide({ kind: 'reject' })}
            >
              Reject: leave the rides as they are
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button"
            disabled={deciding.isPending}
            onClick={() => decide({ kind: 'undo' })}
          >
            Undo
          </button>
        )}
      </div>
      {deciding.isError && <ErrorState error={deciding.error} />}
    </>
  );
}
