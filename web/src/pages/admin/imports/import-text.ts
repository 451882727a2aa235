import type { Schemas } from '../../../api/client.js';
import type { ImportAction } from '../../../api/import-queries.js';
import { countText, durationText, plural, UNKNOWN } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';

type Import = Schemas['ImportView'];

export const SOURCE_NAME: Readonly<Record<Schemas['ImportSource'], string>> = {
  ARCHIVE: 'Archive',
  HISTORY_API: 'History API',
};

/** A park with its destination, or a destination. */
export const targetText = ({ parkName, destination }: Import): string => parkName ?? destination.name;

/** `1 Mar 2024 – 31 Mar 2024`; an open end is that of the source. */
export function rangeText({ range: { startDate, endDate, requestedEndDate } }: Import): string {
  if (requestedEndDate !== null) {
    return `${dayText(startDate)} – ${dayText(endDate)} (requested until ${dayText(requestedEndDate)})`;
  }
  if (startDate === null && endDate === null) return 'All days';
  if (startDate === endDate) return dayText(startDate);
  if (startDate === null) return `Until ${dayText(endDate)}`;
  return endDate === null ? `From ${dayText(startDate)}` : `${dayText(startDate)} – ${dayText(endDate)}`;
}

export interface StateText {
  text: string;
  badge: string;
}

const PLAIN = 'badge';
const STATES: Readonly<Record<Schemas['ImportStatus'], StateText>> = {
  PENDING: { text: 'Waiting for a worker', badge: PLAIN },
  IN_PROGRESS: { text: 'Running', badge: 'badge badge-running' },
  PAUSED: { text: 'Paused', badge: 'badge badge-care' },
  COMPLETED: { text: 'Completed', badge: 'badge badge-good' },
  FAILED: { text: 'Failed', badge: 'badge badge-trouble' },
  CANCELLED: { text: 'Cancelled', badge: PLAIN },
};
const REQUESTED: Readonly<Record<Schemas['ImportRequestedAction'], string>> = {
  PAUSE: 'Pauses after the current file',
  CANCEL: 'Stops after the current file',
  RESUME: 'Waiting for a worker',
};

export function stateText({ status, interrupted, requestedAction }: Import): StateText {
  if (interrupted) return { text: 'Interrupted', badge: 'badge badge-care' };
  if (status === 'IN_PROGRESS' && requestedAction !== null) return { text: REQUESTED[requestedAction], badge: PLAIN };
  return STATES[status];
}

/** What a person can do with it now. */
export function actionsOf({ status, interrupted, requestedAction }: Import): readonly ImportAction[] {
  if (requestedAction === 'CANCEL') return [];
  if (interrupted || status === 'PAUSED' || status === 'FAILED') return ['resume', 'cancel'];
  if (status === 'IN_PROGRESS' && requestedAction === 'PAUSE') return ['cancel'];
  return status === 'PENDING' || status === 'IN_PROGRESS' ? ['pause', 'cancel'] : [];
}

/** The history API has days of parks instead of files. */
export const filesWord = ({ options }: Import, count: number): string =>
  options.source === 'ARCHIVE' ? plural(count, 'file') : plural(count, 'park-day');

/** `40 of 120 files` */
export function filesText(one: Import): string {
  const { filesDone, filesTotal } = one.progress;
  return filesTotal === null ? filesWord(one, filesDone) : `${countText(filesDone)} of ${filesWord(one, filesTotal)}`;
}

export const rateText = ({ performance: { eventsPerSecond } }: Import): string =>
  eventsPerSecond === null ? UNKNOWN : `${countText(eventsPerSecond)} events/s`;

/** `about 5 min left` */
export function etaText({ performance: { etaSeconds } }: Import): string {
  if (etaSeconds === null) return 'time left unknown';
  return etaSeconds < 60 ? `about ${etaSeconds} s left` : `about ${durationText(etaSeconds / 60)} left`;
}

/** How long it took, or takes so far, pauses included. */
export function elapsedText({ timestamps: { startedAt, finishedAt } }: Import, nowMs: number): string {
  if (startedAt === null) return UNKNOWN;
  const seconds = ((finishedAt === null ? nowMs : Date.parse(finishedAt)) - Date.parse(startedAt)) / 1_000;
  return seconds < 90 ? `${Math.max(0, Math.round(seconds))} s` : durationText(seconds / 60);
}
