import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { changeImport, type ImportAction, importStatus } from '../../../api/import-queries.js';
import { ErrorState } from '../../../parts/states.js';
import { actionsOf, targetText } from './import-text.js';

const TEXT: Readonly<Record<ImportAction, string>> = { pause: 'Pause', resume: 'Resume', cancel: 'Cancel' };

/** Pause, resume, cancel. Cancelling asks for confirmation, because a cancelled import cannot be resumed. */
export function ImportActions({ one }: { one: Schemas['ImportView'] }) {
  const client = useQueryClient();
  const [isAsked, setIsAsked] = useState(false);
  const changing = useMutation({
    mutationFn: (action: ImportAction) => changeImport(one.importId, action),
    onSuccess: (changed) => client.setQueryData(importStatus(one.importId).queryKey, changed),
    onSettled: () => {
      setIsAsked(false);
      void client.invalidateQueries({ queryKey: ['admin', 'imports'] });
    },
  });
  const name = targetText(one);
  const actions = actionsOf(one);
  return (
    <div className="import-actions">
      {actions
        .filter((action) => !isAsked || action !== 'cancel')
        .map((action) => (
          <button
            key={action}
            type="button"
            className="button"
            aria-label={`${TEXT[action]} the import of ${name}`}
            disabled={changing.isPending}
            onClick={() => (action === 'cancel' ? setIsAsked(true) : changing.mutate(action))}
          >
            {TEXT[action]}
          </button>
        ))}
      {isAsked && actions.includes('cancel') && (
        <>
          <button
            type="button"
            className="button button-main"
            disabled={changing.isPending}
            onClick={() => changing.mutate('cancel')}
          >
            Confirm: cancel, keep what was imported
          </button>
          <button type="button" className="button" onClick={() => setIsAsked(false)}>
            Back
          </button>
        </>
      )}
      {changing.isError && <ErrorState error={changing.error} />}
    </div>
  );
}
