#!/usr/bin/env bash
# One would guess: in TanStack Query, a query that is invalidated while a fetch of it is under way is fetched once more, because that fetch
# may have been read before the change; `cancelRefetch: false` would only spare the running request.
# What happens (@tanstack/query-core 5.108.4): during the first fetch of a query, invalidateQueries() sends nothing, whatever
# `cancelRefetch` says, and the success of the running fetch clears the mark: the old data count as new until the next interval, focus
# or invalidation. An event "this has changed" is lost. With `cancelRefetch: false` it is so during every later fetch, too; by default a
# later fetch is abandoned for a new one.
# Source: "cancelRefetch" in the reference of QueryClient says of `false` that no refetch is made while a request is running; neither that
# the mark goes, nor that the default does not hold for the first fetch.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @tanstack/query-core@5.108.4 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { QueryClient, QueryObserver } from '@tanstack/query-core';

const pause = (ms) => new Promise((wait) => setTimeout(wait, ms));

/** Invalidates a query during its first fetch, or during a later one. */
async function valueAfterAnEvent({ isFirst, cancelRefetch }) {
  const client = new QueryClient();
  const queryKey = ['board'];
  let onServer = 'before the change';
  const queryFn = async () => {
    const read = onServer;
    await pause(200);
    return read;
  };
  const stop = new QueryObserver(client, { queryKey, queryFn, staleTime: 60_000, retry: false }).subscribe(() => undefined);
  if (!isFirst) {
    await pause(400);
    void client.refetchQueries({ queryKey });
  }
  await pause(50);
  onServer = 'after the change';
  void client.invalidateQueries({ queryKey }, { cancelRefetch });
  const wasMarked = client.getQueryState(queryKey).isInvalidated;
  await pause(1_000);
  const { data, isInvalidated } = client.getQueryState(queryKey);
  stop();
  client.clear();
  return `${data}; marked as invalid: ${wasMarked}, at the end ${isInvalidated}`;
}
const shown = {};
for (const isFirst of [true, false]) {
  for (const cancelRefetch of [true, false]) {
    const name = `${isFirst ? 'the first fetch' : 'a later fetch'}, cancelRefetch ${cancelRefetch}`;
    shown[name] = await valueAfterAnEvent({ isFirst, cancelRefetch });
    console.log(`${name.padEnd(36)} ${shown[name]}`);
  }
}
const lost = 'before the change; marked as invalid: true, at the end false';
const { 'a later fetch, cancelRefetch true': kept, ...others } = shown;
process.exit(kept.startsWith('after the change') && Object.values(others).every((text) => text === lost) ? 0 : 1);
JS
node look.mjs
