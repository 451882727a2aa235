import { type RideStatus, STATUS_TEXT } from './words.js';

const CLASS: Readonly<Record<RideStatus, string>> = {
  OPERATING: 'badge badge-good',
  DOWN: 'badge badge-trouble',
  CLOSED: 'badge',
  REFURBISHMENT: 'badge',
};

/** `status` is null where the feed reports a word that is not known. */
export function StatusBadge({ status, isCurrent }: { status: RideStatus | null; isCurrent: boolean }) {
  if (!isCurrent || status === null) return <span className="badge">Unknown</span>;
  return <span className={CLASS[status]}>{STATUS_TEXT[status]}</span>;
}
