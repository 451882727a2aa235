import type { Schemas } from '../../../api/client.js';

type Source = Schemas['ImportSource'];
type OnConflict = Schemas['OnConflict'];

export const SOURCES = ['ARCHIVE', 'HISTORY_API'] as const satisfies readonly Source[];

/** What the form for a new import has; neither destination nor park: everything. */
export interface StartChoice {
  source: Source;
  destination?: string;
  park?: number;
  from?: string;
  to?: string;
  onConflict: OnConflict;
  replaceLive: boolean;
  reread: boolean;
}

/** Options of the archive do not count for the History API. */
export function startBody(choice: StartChoice): Schemas['StartImportBody'] {
  const { source, from, to } = choice;
  const isArchive = source === 'ARCHIVE';
  return {
    source,
    ...targetOf(choice),
    ...(from === undefined ? {} : { startDate: from }),
    ...(to === undefined ? {} : { endDate: to }),
    onConflict: isArchive ? choice.onConflict : 'archive',
    replaceLive: isArchive && choice.replaceLive,
    reread: isArchive && choice.reread,
  };
}

function targetOf({ destination, park }: StartChoice) {
  if (park !== undefined) return { parkId: park };
  return destination === undefined ? { allParks: true as const } : { destinationId: destination };
}

/** Why the import cannot be started as chosen; null: it can. */
export function problemOf({ source, from, to, onConflict, replaceLive }: StartChoice): string | null {
  if (from !== undefined && to !== undefined && from > to) return 'The first day is after the last one.';
  if (source === 'HISTORY_API' && from === undefined) return 'The History API needs a first day.';
  if (source === 'ARCHIVE' && replaceLive && onConflict === 'live') {
    return 'Deleting live observations and keeping them at conflicts exclude each other.';
  }
  return null;
}

/** What follows from each option, in one sentence. */
export const CONSEQUENCE = {
  source: {
    ARCHIVE: 'Reads one file for each destination and day; needs neither a key nor a budget.',
    HISTORY_API:
      'Sends one request for each park and day; when the hourly budget is used up, the import pauses and resumes by itself.',
  },
  range: {
    ARCHIVE: 'UTC days, both included; an empty field stands for the first or last day of the archive.',
    HISTORY_API: 'Local days of the park, both included; an empty last day stands for yesterday.',
  },
  onConflict: {
    archive: 'If live data and the archive both have an observation of an instant, that of the archive is kept.',
    live: 'If live data and the archive both have an observation of an instant, the live one is kept.',
  },
  replaceLive:
    'Deletes every live observation of the days that the archive covers completely; they cannot be restored.',
  reread:
    'Reads files again whose version was imported before; only useful after an update that reads more of them, and slower.',
} as const;
