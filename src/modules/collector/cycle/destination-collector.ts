import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { HOUR_MS } from '../../../common/time/durations.js';
import { nextName } from '../../catalog/id-matching/name-decorations.js';
import type { KnownDestination } from '../../catalog/registry/entity-registry.service.js';
import type { ObservedEntity } from '../../catalog/registry/observed-entity.js';
import { LiveClient, type LiveRequest } from '../../wiki-api/live-client.js';
import { timezoneOfResponse } from '../live-answer/answer-timezone.js';
import type { LiveResponse } from '../live-answer/live-answer.js';
import { parseLiveResponse } from '../live-answer/parse-live-answer.js';
import type { PolledResponse } from './code-answer.js';
import type { RunKey } from './collection-run.repository.js';
import { LiveCommitter } from './live-committer.js';
import { observedEntities } from './live-entities.js';
import { LiveRegistrar } from './live-registrar.js';
import { ownResponse } from './own-answer.js';
import { otherParksOf, withParkChanges } from './park-changes.js';
import { refusedEntities, type RefusedEntities } from './refused-entities.js';
import type { DestinationResult } from './run-result.js';

export interface CollectionAttempt {
  runId: number;
  attempts: number;
  /** Of the parks that are known, by UUID. */
  timezones: ReadonlyMap<string, string>;
}

export interface CollectedDestination {
  result: DestinationResult;
  created: readonly ObservedEntity[];
  refused: readonly RefusedEntities[];
}

/** One attempt at one destination: ask, understand, register, commit. */
@Injectable()
export class DestinationCollector {
  constructor(
    private readonly client: LiveClient,
    private readonly registrar: LiveRegistrar,
    private readonly committer: LiveCommitter,
    private readonly clock: Clock,
  ) {}

  /** @throws LiveApiError, MalformedResponseError, or what the database throws; nothing is stored then */
  async collect(
    { runId, attempts, timezones }: CollectionAttempt,
    destination: KnownDestination,
    request: Omit<LiveRequest, 'themeparksWikiId'>,
  ): Promise<CollectedDestination> {
    const startedAt = this.clock.now();
    const { destinationId, themeparksWikiId } = destination;
    const { body, httpStatus, receivedAtMs } = await this.client.fetchLive({ ...request, themeparksWikiId });
    const timezoneOfPark = (parkWikiId: string): string | null => timezones.get(parkWikiId) ?? null;
    const received = parseLiveResponse(body, { observedAtMs: receivedAtMs, timezoneOfPark });
    const { rides, created } = await this.registrar.register(
      destinationId,
      observedEntities(received, timezoneOfResponse(body)),
    );
    const own = ownResponse(received, rides);
    const response = withParkChanges(own, rides, await this.registrar.parkIds(otherParksOf(own, rides)));
    const polled: PolledResponse = { destination, response, rides, created };
    const key: RunKey = { runId, destinationId };
    const { result, previousObservedAtMs } = await this.committer.commit(key, polled, {
      startedAt,
      attempts,
      httpStatus,
    });
    if (result.observedAtMs !== null && isRefreshDue(polled, previousObservedAtMs)) {
      await this.registrar.refresh(destinationId);
    }
    return { result, created, refused: refusedEntities(response.issues) };
  }
}

/** A name or an entity is new; and once in an hour, for the dates between which everything was seen. */
function isRefreshDue({ response, created, rides }: PolledResponse, previousObservedAtMs: number | null): boolean {
  if (created.length > 0 || isRenamed(response, rides)) return true;
  const hourOf = (instantMs: number): number => Math.floor(instantMs / HOUR_MS);
  return previousObservedAtMs === null || hourOf(previousObservedAtMs) !== hourOf(response.observedAtMs);
}

function isRenamed({ observations }: LiveResponse, rides: PolledResponse['rides']): boolean {
  return observations.some(({ entity: { name, themeparksWikiId } }) => {
    const known = rides.get(themeparksWikiId)?.name;
    return name !== null && name !== known && (known === undefined || nextName(known, name) !== known);
  });
}
