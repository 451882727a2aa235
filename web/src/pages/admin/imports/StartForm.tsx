import { type FormEvent, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { startImport } from '../../../api/import-queries.js';
import { ApiError } from '../../../api/errors.js';
import { Choice } from '../../../parts/Choice.js';
import { DayField } from '../../../parts/DayField.js';
import { ErrorState } from '../../../parts/states.js';
import { ArchiveOptions, type Options } from './ArchiveOptions.js';
import type { ImportsSearch } from './import-views.js';
import { CONSEQUENCE, problemOf, startBody, type StartChoice } from './start-request.js';
import { TargetField } from './TargetField.js';

const route = getRouteApi('/admin/imports');
const NO_OPTIONS: Options = { onConflict: 'archive', replaceLive: false, reread: false };

/** Starts an import. What is imported is in the address; options that delete or replace are not. */
export function StartForm() {
  const { source = 'ARCHIVE', destination, park, from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const [options, setOptions] = useState(NO_OPTIONS);
  const [isAsked, setIsAsked] = useState(false);
  const change = (changed: Partial<ImportsSearch>) => {
    setIsAsked(false);
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  };
  const choice: StartChoice = { ...known({ destination, park, from, to }), ...options, source };
  const starting = useStart();
  const problem = problemOf(choice);
  const needsConfirmation = source === 'ARCHIVE' && options.replaceLive && !isAsked;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (needsConfirmation) setIsAsked(true);
    else starting.start(startBody(choice));
  };
  return (
    <form className="start-form" onSubmit={submit}>
      <div className="columns">
        <div className="stack">
          <div className="option">
            <Choice
              label="Source"
              value={source}
              onChange={(value) => change({ source: value, destination: undefined, park: undefined })}
              options={[
                { value: 'ARCHIVE', text: 'Archive' },
                { value: 'HISTORY_API', text: 'History API' },
              ]}
            />
            <p className="note">{CONSEQUENCE.source[source]}</p>
          </div>
          <TargetField source={source} destination={destination} park={park} onChange={change} />
          <Days {...{ source, from, to }} onChange={change} />
        </div>
        {source === 'ARCHIVE' && (
          <div className="stack">
            <ArchiveOptions
              options={options}
              onChange={(changed) => {
                setIsAsked(false);
                setOptions(changed);
              }}
            />
          </div>
        )}
      </div>
      <div className="import-actions">
        <button type="submit" className="button button-main" disabled={problem !== null || starting.isPending}>
          {isAsked ? 'Confirm: start, and delete live observations' : 'Start the import'}
        </button>
        {problem !== null && <p className="note">{problem}</p>}
      </div>
      {starting.isError && <NotStarted error={starting.error} />}
    </form>
  );
}

/** Shows the import that was started; several ones are on the list. */
function useStart() {
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const starting = useMutation({
    mutationFn: startImport,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['admin', 'imports'] }),
  });
  const start = (body: Parameters<typeof startImport>[0]) =>
    starting.mutate(body, {
      // Not called once the form is left, so that a late response does not take the reader away from another page.
      onSuccess: (started) => {
        if (!('importId' in started)) return;
        void navigate({ to: '/admin/imports/$importId', params: { importId: started.importId } });
      },
    });
  return { ...starting, start };
}

/** Links to the active import that prevents this one: its page can cancel it. */
function NotStarted({ error }: { error: Error }) {
  const other = error instanceof ApiError ? error.details.importId : undefined;
  return (
    <>
      <ErrorState error={error} />
      {typeof other === 'string' && (
        <Link to="/admin/imports/$importId" params={{ importId: other }}>
          Show the import that is in the way
        </Link>
      )}
    </>
  );
}

interface DaysProps {
  source: StartChoice['source'];
  from: string | undefined;
  to: string | undefined;
  onChange: (changed: Pick<ImportsSearch, 'from' | 'to'>) => void;
}

function Days({ source, from, to, onChange }: DaysProps) {
  return (
    <div className="option">
      <div className="controls">
        <label className="control">
          First day
          <DayField
            value={from ?? ''}
            onChange={(day) => onChange({ from: day })}
            onClear={() => onChange({ from: undefined })}
          />
        </label>
        <label className="control">
          Last day
          <DayField
            value={to ?? ''}
            onChange={(day) => onChange({ to: day })}
            onClear={() => onChange({ to: undefined })}
          />
        </label>
      </div>
      <p className="note">{CONSEQUENCE.range[source]}</p>
    </div>
  );
}

interface Given {
  destination: string | undefined;
  park: number | undefined;
  from: string | undefined;
  to: string | undefined;
}

/** Only the options that are given. */
function known(given: Given): Partial<StartChoice> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
