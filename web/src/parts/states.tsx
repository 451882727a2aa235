import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { errorText, isRepeatable } from '../api/errors.js';

/** Holds the place of content that is being loaded. */
export function Skeleton({ height = 120 }: { height?: number }) {
  return <div className="skeleton" style={{ height }} aria-hidden="true" />;
}

/** Why there is nothing to see, and what to do. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children && <p className="state-text">{children}</p>}
    </div>
  );
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, advice, requestId } = errorText(error);
  return (
    <div className="state state-error" role="alert">
      <p className="state-title">{title}</p>
      <p className="state-text">{advice}</p>
      {requestId && (
        <p className="state-text">
          Request <code>{requestId}</code>
        </p>
      )}
      {retry && isRepeatable(error) && (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  /** What is loaded, for screen readers. */
  label: string;
  height?: number;
  children: (data: Data) => ReactNode;
}

/** The content of a query, or its state. Old content stays while a refresh fails, with a note. */
export function Loaded<Data>({ query, label, height = 160, children }: LoadedProps<Data>) {
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <ErrorState error={query.error} retry={retry} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <ErrorState error={query.error} retry={retry} />;
  return (
    <div role="status">
      <span className="visually-hidden">{`Loading ${label}`}</span>
      <Skeleton height={height} />
    </div>
  );
}
