import { type FormEvent, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createKey, keys, revokeKey } from '../../api/admin-queries.js';
import type { Schemas } from '../../api/client.js';
import { fullTimeText } from '../../format/times.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Page, Section } from '../../parts/page.js';
import { EmptyState, ErrorState, Loaded } from '../../parts/states.js';

type Key = Schemas['KeyView'];
type Scope = Schemas['KeyScope'];

const SCOPES: readonly { scope: Scope; text: string }[] = [
  { scope: 'read', text: 'Read everything but keys and audit' },
  { scope: 'import', text: 'Imports, mappings, collection' },
  { scope: 'quality', text: 'Issues, exclusions, statistics' },
  { scope: 'metadata', text: 'Metadata and catalogue' },
  { scope: 'storage', text: 'Storage' },
  { scope: 'keys', text: 'Keys and audit' },
];

/** API keys: who may do what, and when they did. */
export function KeysPage() {
  const all = useQuery(keys());
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: keys().queryKey });
  const creating = useMutation({ mutationFn: createKey, onSuccess: refresh });
  return (
    <Page title="Keys" below="One key for each person and program. Times are UTC.">
      <div className="stack">
        {creating.data && <CreatedKey created={creating.data} />}
        <Section title="Keys" note="ADMIN_API_KEY is not listed: it is set where the server runs.">
          <Loaded query={all} label="the keys" height={240}>
            {({ data }) => <KeyTable rows={data} onRevoked={refresh} />}
          </Loaded>
        </Section>
        <Section title="Create a key">
          <CreateForm isPending={creating.isPending} onCreate={creating.mutate} />
          {creating.isError && <ErrorState error={creating.error} />}
        </Section>
      </div>
    </Page>
  );
}

function CreatedKey({ created }: { created: Schemas['CreatedKeyView'] }) {
  return (
    <Section title={`The key “${created.name}”`} note="Copy it now: it is not stored, and not shown again.">
      <p role="status">
        <code className="key-text">{created.key}</code>
      </p>
    </Section>
  );
}

function KeyTable({ rows, onRevoked }: { rows: readonly Key[]; onRevoked: () => void }) {
  const [asked, setAsked] = useState<number | null>(null);
  const revoking = useMutation({ mutationFn: revokeKey, onSuccess: onRevoked, onSettled: () => setAsked(null) });
  if (rows.length === 0) return <EmptyState title="There are no keys yet">Create one below.</EmptyState>;
  const action = ({ keyId, name, status }: Key) =>
    status === 'REVOKED' ? null : asked === keyId ? (
      <button type="button" className="button button-main" onClick={() => revoking.mutate(keyId)}>
        Confirm: revoke {name}
      </button>
    ) : (
      <button type="button" className="button" aria-label={`Revoke ${name}`} onClick={() => setAsked(keyId)}>
        Revoke
      </button>
    );
  return (
    <>
      {revoking.isError && <ErrorState error={revoking.error} />}
      <DataTable
        caption="API keys"
        rows={rows}
        keyOf={({ keyId }) => keyId}
        columns={[...COLUMNS, { head: 'Action', cell: action }]}
      />
    </>
  );
}

const STATUS = { ACTIVE: 'Active', EXPIRED: 'Expired', REVOKED: 'Revoked' } as const;

const COLUMNS: Column<Key>[] = [
  { head: 'Name', cell: ({ name }) => name },
  { head: 'Begins with', cell: ({ startsWith }) => <code>{startsWith}</code> },
  {
    head: 'May',
    cell: ({ kind, scopes, requestsPerMinute }) =>
      kind === 'PUBLIC' ? `public, ${requestsPerMinute} requests a minute` : scopes.join(', '),
  },
  { head: 'Status', cell: ({ status }) => STATUS[status] },
  { head: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'Never' : fullTimeText(lastUsedAt, 'UTC')) },
  { head: 'Expires', cell: ({ expiresAt }) => (expiresAt === null ? 'Never' : fullTimeText(expiresAt, 'UTC')) },
  { head: 'Created by', cell: ({ createdBy }) => createdBy },
];

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

interface CreateFormProps {
  isPending: boolean;
  onCreate: (body: Schemas['CreateKeyBody']) => void;
}

function CreateForm({ isPending, onCreate }: CreateFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const scopes = SCOPES.map(({ scope }) => scope).filter((scope) => form.get(scope) !== null);
    const day = textOf(form, 'expires');
    const expiry = day === '' ? {} : { expiresAt: `${day}T00:00:00Z` };
    onCreate({ name: textOf(form, 'name').trim(), kind: 'ADMIN', scopes, ...expiry });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="controls">
        <label className="control">
          Name
          <input className="field" name="name" required maxLength={64} autoComplete="off" />
        </label>
        <label className="control">
          Expires on (empty: never)
          <input className="field" name="expires" type="date" />
        </label>
      </div>
      <fieldset className="scopes">
        <legend>What it may do</legend>
        {SCOPES.map(({ scope, text }) => (
          <label key={scope}>
            <input type="checkbox" name={scope} defaultChecked={scope === 'read'} /> <strong>{scope}</strong> {text}
          </label>
        ))}
      </fieldset>
      <div>
        <button type="submit" className="button button-main" disabled={isPending}>
          Create the key
        </button>
      </div>
    </form>
  );
}
