import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { adminEvents, useEvents } from '../../../api/events.js';
import { importPage, IMPORTS_PER_PAGE } from '../../../api/import-queries.js';
import { Page, Section } from '../../../parts/page.js';
import { Pager } from '../../../parts/Pager.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { ViewTabs } from '../../../parts/ViewTabs.js';
import { wordText } from '../../../parts/words.js';
import { ImportList } from './ImportList.js';
import { IMPORT_STATES, IMPORT_VIEWS, type ImportView } from './import-views.js';
import { MappingReview } from './MappingReview.js';
import { ProposalReview } from './ProposalReview.js';
import { StartForm } from './StartForm.js';
import './imports.css';

const route = getRouteApi('/admin/imports');

const VIEW_TEXT: Readonly<Record<ImportView, string>> = {
  imports: 'Imports',
  mappings: 'Mappings to review',
  proposals: 'Proposals',
};

/** Starts imports, follows them, and decides about the rides that they could not identify. */
export function ImportsPage() {
  const { view = 'imports' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title="Imports" below="History from the archive or the History API. Times are UTC.">
      <ViewTabs
        label="Views of the imports"
        views={IMPORT_VIEWS}
        texts={VIEW_TEXT}
        shown={view}
        onShow={(shown) => void navigate({ search: shown === 'imports' ? {} : { view: shown } })}
      >
        {VIEWS[view]}
      </ViewTabs>
    </Page>
  );
}

const VIEWS: Readonly<Record<ImportView, ReactNode>> = {
  imports: <Imports />,
  mappings: <MappingReview />,
  proposals: <ProposalReview />,
};

function Imports() {
  const { status, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const found = useQuery(importPage(status, page));
  useEvents(adminEvents, { import: () => [['admin', 'imports', 'page']] });
  const show = (changed: { status?: Schemas['ImportStatus'] | undefined; page?: number | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), resetScroll: false });
  return (
    <>
      <Section title="Start an import">
        <StartForm />
      </Section>
      <Section
        title="Imports"
        note="Newest first"
        actions={
          <select
            className="select"
            aria-label="State"
            value={status ?? ''}
            onChange={(event) => show({ status: stateOf(event.target.value), page: undefined })}
          >
            <option value="">All states</option>
            {IMPORT_STATES.map((state) => (
              <option key={state} value={state}>
                {wordText(state)}
              </option>
            ))}
          </select>
        }
      >
        <Loaded query={found} label="the imports" height={320}>
          {({ data, page: { total } }) => (
            <>
              {data.length === 0 ? <NoImports isFiltered={status !== undefined} /> : <ImportList imports={data} />}
              <Pager
                label="Pages of imports"
                {...{ page, total, perPage: IMPORTS_PER_PAGE }}
                onPage={(next) => show({ page: next === 1 ? undefined : next })}
              />
            </>
          )}
        </Loaded>
      </Section>
    </>
  );
}

const stateOf = (value: string) => IMPORT_STATES.find((state) => state === value);

function NoImports({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="There are no such imports">Choose another state above.</EmptyState>;
  return <EmptyState title="Nothing was imported yet">Start the first import above.</EmptyState>;
}
