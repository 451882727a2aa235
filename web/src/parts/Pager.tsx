interface PagerProps {
  /** From 1. */
  page: number;
  perPage: number;
  total: number;
  onPage: (page: number) => void;
  /** What is paged, for screen readers. */
  label: string;
}

/** Earlier and later pages of a list; nothing where one page holds all of it. */
export function Pager({ page, perPage, total, onPage, label }: PagerProps) {
  const last = Math.max(1, Math.ceil(total / perPage));
  if (last === 1 && page === 1) return null;
  return (
    <nav className="pager" aria-label={label}>
      <button type="button" className="button" data-repeatable disabled={page <= 1} onClick={() => onPage(page - 1)}>
        Previous
      </button>
      <span className="note">{`Page ${page} of ${last}`}</span>
      <button type="button" className="button" data-repeatable disabled={page >= last} onClick={() => onPage(page + 1)}>
        Next
      </button>
    </nav>
  );
}
