import { useEffect, useRef } from 'react';
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { addressOf } from '../base-path.js';
import { revalidate } from './client.js';
import { EventStream, type ServerEvent } from './event-stream.js';

const streamOf = (path: string, types: readonly string[]): EventStream => {
  const stream = new EventStream(types, () => new EventSource(addressOf(path)));
  stream.setVisible(!document.hidden);
  document.addEventListener('visibilitychange', () => stream.setVisible(!document.hidden));
  return stream;
};

/** Parks whose live board may have changed. */
export const liveEvents = streamOf('/api/live/events', ['live']);
/** Imports, jobs, cycles of collection, findings. */
export const adminEvents = streamOf('/api/admin/events', ['import', 'job', 'cycle', 'finding']);

/** Several changes at once cause one request. The server keeps a response for a second, which may be older than the change. */
const COLLECT_MS = 1_000;

/** The queries that show what an event of the type is about; null: everything may have changed. */
type AffectedQueries = Readonly<Record<string, (data: unknown) => readonly QueryKey[]>>;

/** Fetches queries again when the server reports a change. Without events, they are fetched at their intervals. */
export function useEvents(stream: EventStream, affected: AffectedQueries): void {
  const client = useQueryClient();
  const current = useRef(affected);
  useEffect(() => {
    current.current = affected;
  });
  const types = Object.keys(affected).join(' ');
  useEffect(() => {
    const keys = new Map<string, QueryKey>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fetchAgain = () => {
      timer = undefined;
      revalidate();
      for (const queryKey of keys.values()) void refetchChanged(client, queryKey);
      keys.clear();
    };
    const stop = stream.listen(types.split(' '), (event) => {
      for (const key of keysOf(current.current, event)) keys.set(JSON.stringify(key), key);
      if (keys.size > 0) timer ??= setTimeout(fetchAgain, COLLECT_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, stream, types]);
}

/** A request that is under way may have been read before the change: it is not cancelled, but repeated once it has ended. */
async function refetchChanged(client: QueryClient, queryKey: QueryKey): Promise<void> {
  const isUnderWay = client.isFetching({ queryKey }) > 0;
  await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  if (isUnderWay) await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
}

function keysOf(affected: AffectedQueries, { type, data }: ServerEvent): readonly QueryKey[] {
  if (type === 'reset') return Object.values(affected).flatMap((keys) => keys(null));
  return affected[type]?.(data) ?? [];
}
