import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { changeIssues, QUALITY_KEY } from '../../../api/quality-queries.js';
import { plural } from '../../../format/numbers.js';
import { ErrorState } from '../../../parts/states.js';
import { allowedFor, type Status, undoSteps } from './issue-actions.js';

interface BulkActionsProps {
  issues: readonly Schemas['IssueView'][];
  onDone: () => void;
}

const ACTION_TEXT: Readonly<Record<Status, string>> = {
  RESOLVED: 'Resolve',
  INVESTIGATING: 'In progress',
  WONTFIX: 'Ignore',
  OPEN: 'Reopen',
};
const DONE_TEXT: Readonly<Record<Status, string>> = {
  RESOLVED: 'resolved',
  INVESTIGATING: 'marked as in progress',
  WONTFIX: 'ignored from now on',
  OPEN: 'reopened',
};
const UNDO_NOTE = 'The decision was undone';

/** Decides the chosen issues together, with one note, and can undo that. */
export function BulkActions({ issues, onDone }: BulkActionsProps) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const refresh = () => void client.invalidateQueries({ queryKey: QUALITY_KEY });
  const undoing = useMutation({ mutationFn: undo, onSuccess: refresh });
  const changing = useMutation({
    mutationFn: changeIssues,
    onSuccess: () => {
      undoing.reset();
      setNote('');
      onDone();
      refresh();
    },
  });
  const decide = (resolutionStatus: Status) =>
    changing.mutate({
      logIds: issues.map(({ logId }) => logId),
      resolutionStatus,
      ...(note.trim() === '' ? {} : { resolutionNotes: note.trim() }),
    });
  const changed = changing.data?.data ?? [];
  return (
    <div className="bulk-stack">
      {changing.isError && <ErrorState error={changing.error} />}
      {undoing.isError && <ErrorState error={undoing.error} />}
      {changed.length > 0 && !undoing.isSuccess && (
        <div className="bulk bulk-done" role="status">
          <span>{`${plural(changed.length, 'issue')} ${DONE_TEXT[changed[0]!.toStatus]}.`}</span>
          <button type="button" className="button" disabled={undoing.isPending} onClick={() => undoing.mutate(changed)}>
            Undo
          </button>
        </div>
      )}
      {undoing.isSuccess && (
        <p className="bulk bulk-done" role="status">
          {`Undone: ${plural(changed.length, 'issue')} as before.`}
        </p>
      )}
      {issues.length > 0 && (
        <section className="bulk" aria-label="Selected issues">
          <strong>{`${plural(issues.length, 'issue')} selected`}</strong>
          <input
            className="field"
            aria-label="Note"
            placeholder="Note (optional)"
            maxLength={2048}
            autoComplete="off"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          {allowedFor(issues).map((status, index) => (
            <button
              key={status}
              type="button"
              className={index === 0 ? 'button button-main' : 'button'}
              disabled={changing.isPending}
              onClick={() => decide(status)}
            >
              {ACTION_TEXT[status]}
            </button>
          ))}
          {allowedFor(issues).length === 0 && (
            <span className="note">
              Decided issues can only be reopened, open ones only be decided: select one kind.
            </span>
          )}
        </section>
      )}
    </div>
  );
}

async function undo(changes: readonly Schemas['ResolvedIssueView'][]): Promise<void> {
  for (const step of undoSteps(changes)) await changeIssues({ ...step, resolutionNotes: UNDO_NOTE });
}
