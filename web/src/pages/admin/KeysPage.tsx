import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createKey, keys, revokeKey } from '../../api/admin-queries.js';
import type { Schemas } from '../../api/client.js';
import { fullTimeText } from '../../format/times.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Page, Section } from '../../parts/page.js';
import { EmptyState, ErrorState, Loaded } from '../../parts/states.js';
import { CreateKeyForm } from './CreateKeyForm.js';

type Key = Schemas['KeyView'];

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
          <CreateKeyForm isPending={creating.isPending} onCreate={creating.mutate} />
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
