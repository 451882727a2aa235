import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { changeMetadata, editedRide, METADATA_KEY } from '../../../api/metadata-queries.js';
import { Section } from '../../../parts/page.js';
import { ErrorState, Loaded } from '../../../parts/states.js';
import { wordText } from '../../../parts/words.js';
import { type Field, FIELD_TEXT, FIELDS, originText, undoBody, type Values, valueText } from './metadata-text.js';

interface RideEditorProps {
  rideId: number;
  onClose: () => void;
}

const NOTHING: Values = {
  ...{ indoorOutdoor: null, heightMinCm: null, heightMinUnaccompaniedCm: null, heightMaxCm: null },
  manualFields: [],
};

/** The values of a ride that can be set by hand, with their origin. */
export function RideEditor({ rideId, onClose }: RideEditorProps) {
  const ride = useQuery(editedRide(rideId));
  const box = useRef<HTMLDivElement>(null);
  // It opens above the list, whose row may be far below.
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={box} className="ride-editor">
      <Section
        title={ride.data ? `Edit ${ride.data.name}` : 'Edit a ride'}
        note={ride.data ? ride.data.parkName : undefined}
        actions={
          <button type="button" className="button" onClick={onClose}>
            Close
          </button>
        }
      >
        <Loaded query={ride} label="the ride" height={240}>
          {(data) => <Fields rideId={rideId} values={data.metadata ?? NOTHING} origins={data.origins} />}
        </Loaded>
      </Section>
    </div>
  );
}

interface FieldsProps {
  rideId: number;
  values: Values;
  origins: readonly Schemas['FieldOriginView'][];
}

interface Decision {
  field: Field;
  body: Schemas['MetadataOverrideBody'];
  before: Values;
  done: string;
}

function Fields({ rideId, values, origins }: FieldsProps) {
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: ({ body }: Decision) => changeMetadata({ rideId, body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: METADATA_KEY }),
  });
  const decide = (field: Field, body: Schemas['MetadataOverrideBody'], done: string) =>
    changing.mutate({ field, body, before: values, done });
  const last = changing.isSuccess ? changing.variables : null;
  return (
    <>
      {changing.isError && <ErrorState error={changing.error} />}
      {last && (
        <p role="status" className="decided">
          <span>{last.done}</span>
          <button
            type="button"
            className="button"
            disabled={changing.isPending}
            onClick={() => decide(last.field, undoBody(last.field, last.before), `${FIELD_TEXT[last.field]}: undone.`)}
          >
            Undo
          </button>
        </p>
      )}
      <ul className="edit-fields">
        {FIELDS.map((field) => (
          <FieldRow
            key={field}
            field={field}
            values={values}
            origin={originText(field, values.manualFields, origins)}
            isPending={changing.isPending}
            onDecide={decide}
          />
        ))}
      </ul>
    </>
  );
}

interface FieldRowProps {
  field: Field;
  values: Values;
  origin: string;
  isPending: boolean;
  onDecide: (field: Field, body: Schemas['MetadataOverrideBody'], done: string) => void;
}

function FieldRow({ field, values, origin, isPending, onDecide }: FieldRowProps) {
  const [text, setText] = useState('');
  const name = FIELD_TEXT[field];
  const set = (value: string | number | null) =>
    onDecide(field, { [field]: value }, `${name}: set to ${valueText(field, value).toLowerCase()}.`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text !== '') set(field === 'indoorOutdoor' ? text : Number(text));
  };
  return (
    <li className="edit-field">
      <div>
        <strong>{name}</strong>
        <div>{valueText(field, values[field])}</div>
        <div className="note">{origin}</div>
      </div>
      <form className="controls" onSubmit={submit}>
        {field === 'indoorOutdoor' ? (
          <select
            className="select"
            aria-label={name}
            required
            value={text}
            onChange={(event) => setText(event.target.value)}
          >
            <option value="">Choose</option>
            {(['INDOOR', 'OUTDOOR', 'HYBRID'] as const).map((one) => (
              <option key={one} value={one}>
                {wordText(one)}
              </option>
            ))}
          </select>
        ) : (
          <label className="control">
            Centimetres
            <input
              className="field height-field"
              type="number"
              aria-label={`${name} in centimetres`}
              min={30}
              max={300}
              required
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
        )}
        <button type="submit" className="button button-main" disabled={isPending} aria-label={`Set: ${name}`}>
          Set
        </button>
        <button
          type="button"
          className="button"
          disabled={isPending}
          aria-label={`${name}: ${valueText(field, null)}`}
          onClick={() => set(null)}
        >
          {valueText(field, null)}
        </button>
        {values.manualFields.includes(field) && (
          <button
            type="button"
            className="button"
            disabled={isPending}
            aria-label={`${name}: back to the source`}
            onClick={() => onDecide(field, { clear: [field] }, `${name}: the value of the source applies again.`)}
          >
            Back to the source
          </button>
        )}
      </form>
    </li>
  );
}
