import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../api/client.js';
import { Choice } from '../../parts/Choice.js';
import { textField } from './form-text.js';

type Kind = Schemas['KeyKind'];
type Scope = Schemas['KeyScope'];

const SCOPES: readonly { scope: Scope; text: string }[] = [
  { scope: 'read', text: 'Read everything but keys and audit' },
  { scope: 'import', text: 'Imports, mappings, collection' },
  { scope: 'quality', text: 'Issues, exclusions, statistics' },
  { scope: 'metadata', text: 'Metadata and catalogue' },
  { scope: 'storage', text: 'Storage' },
  { scope: 'keys', text: 'Keys and audit' },
];

function bodyOf(form: FormData, kind: Kind): Schemas['CreateKeyBody'] {
  const day = textField(form, 'expires');
  const common = { name: textField(form, 'name'), kind, ...(day === '' ? {} : { expiresAt: `${day}T00:00:00Z` }) };
  if (kind === 'ADMIN') return { ...common, scopes: SCOPES.map(({ scope }) => scope).filter((one) => form.has(one)) };
  const limit = textField(form, 'requestsPerMinute');
  return { ...common, ...(limit === '' ? {} : { requestsPerMinute: Number(limit) }) };
}

interface CreateKeyFormProps {
  isPending: boolean;
  onCreate: (body: Schemas['CreateKeyBody']) => void;
}

/** An admin key has scopes; a public one has a rate limit of its own. */
export function CreateKeyForm({ isPending, onCreate }: CreateKeyFormProps) {
  const [kind, setKind] = useState<Kind>('ADMIN');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onCreate(bodyOf(new FormData(event.currentTarget), kind));
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div>
        <Choice<Kind>
          label="Kind of key"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'ADMIN', text: 'Admin' },
            { value: 'PUBLIC', text: 'Public' },
          ]}
        />
      </div>
      <div className="controls">
        <label className="control">
          Name
          <input className="field" name="name" required maxLength={64} autoComplete="off" />
        </label>
        <label className="control">
          Expires on (empty: never)
          <input className="field" name="expires" type="date" />
        </label>
        {kind === 'PUBLIC' && (
          <label className="control">
            Requests a minute (empty: as without a key)
            <input className="field" name="requestsPerMinute" type="number" min={1} max={1_000_000} step={1} />
          </label>
        )}
      </div>
      {kind === 'PUBLIC' ? (
        <p className="note">For programs that read public data more often than a visitor. It cannot sign in here.</p>
      ) : (
        <Scopes />
      )}
      <div>
        <button type="submit" className="button button-main" disabled={isPending}>
          Create the key
        </button>
      </div>
    </form>
  );
}

function Scopes() {
  return (
    <fieldset className="scopes">
      <legend>What it may do</legend>
      {SCOPES.map(({ scope, text }) => (
        <label key={scope}>
          <input type="checkbox" name={scope} defaultChecked={scope === 'read'} /> <strong>{scope}</strong> {text}
        </label>
      ))}
    </fieldset>
  );
}
