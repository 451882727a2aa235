import { type FormEvent, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { createExclusion, QUALITY_KEY } from '../../../api/quality-queries.js';
import type { SearchHit } from '../../../api/queries.js';
import { session } from '../../../api/session.js';
import { instantOfLocal, placeOf } from '../../../format/times.js';
import { Choice } from '../../../parts/Choice.js';
import { EntityPicker } from '../../../parts/EntityPicker.js';
import { Section } from '../../../parts/page.js';
import { ErrorState } from '../../../parts/states.js';
import { textField } from '../form-text.js';
import { useZones } from './ParkFilter.js';

type Scope = Schemas['ExclusionScope'];

/** Excludes an interval of the data of a park or ride, after one was chosen. */
export function ExclusionForm() {
  const client = useQueryClient();
  const [of, setOf] = useState<SearchHit | null>(null);
  const excluding = useMutation({
    mutationFn: createExclusion,
    onSuccess: () => {
      setOf(null);
      void client.invalidateQueries({ queryKey: QUALITY_KEY });
    },
  });
  return (
    <Section
      title="Exclude data"
      note="For an interval in which a feed was wrong. The observations stay stored, and the exclusion can be revoked."
    >
      {excluding.data && of === null && (
        <p role="status" className="bulk bulk-done">
          {`Exclusion ${excluding.data.exclusionId} is in force. The statistics of its days are computed anew.`}
        </p>
      )}
      {of === null ? (
        <EntityPicker label="Park or ride" onChoose={setOf} />
      ) : (
        <IntervalForm
          of={of}
          isPending={excluding.isPending}
          onExclude={excluding.mutate}
          onCancel={() => {
            setOf(null);
            excluding.reset();
          }}
        />
      )}
      {excluding.isError && <ErrorState error={excluding.error} />}
    </Section>
  );
}

interface IntervalFormProps {
  of: SearchHit;
  isPending: boolean;
  onExclude: (body: Schemas['CreateExclusionBody']) => void;
  onCancel: () => void;
}

function IntervalForm({ of, isPending, onExclude, onCancel }: IntervalFormProps) {
  const [scope, setScope] = useState<Scope>('ALL');
  const by = useQuery(session()).data?.name;
  const zone = useZones()(of.kind === 'PARK' ? of.id : of.parkId);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const textOf = (name: string) => textField(form, name);
    const instantOf = (name: string) => new Date(instantOfLocal(textOf(name), zone)).toISOString();
    onExclude({
      ...(of.kind === 'PARK' ? { parkId: of.id } : { rideId: of.id }),
      from: instantOf('from'),
      ...(textOf('to') === '' ? {} : { to: instantOf('to') }),
      scope,
      ...(textOf('note') === '' ? {} : { note: textOf('note') }),
      ...(by && { by }),
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>
        <strong>{of.name}</strong> {of.kind === 'PARK' ? 'with all its rides' : of.parkName}{' '}
        <button type="button" className="button" onClick={onCancel}>
          Choose another
        </button>
      </p>
      <div className="controls">
        <label className="control">
          {`From (time in ${placeOf(zone)})`}
          <input className="field" name="from" type="datetime-local" required />
        </label>
        <label className="control">
          To (empty: until it is revoked)
          <input className="field" name="to" type="datetime-local" />
        </label>
        <label className="control">
          Reason (optional)
          <input className="field" name="note" maxLength={2048} autoComplete="off" />
        </label>
      </div>
      <div className="controls">
        <Choice<Scope>
          label="What does not count"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'ALL', text: 'Its observations' },
            { value: 'WAIT', text: 'Only its waits' },
          ]}
        />
        <button type="submit" className="button button-main" disabled={isPending}>
          Exclude
        </button>
      </div>
    </form>
  );
}
