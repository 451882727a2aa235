import { Injectable } from '@nestjs/common';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { nextName } from '../../catalog/id-matching/name-decorations.js';
import type { KnownDestination } from '../../catalog/registry/entity-registry.service.js';
import type { ObservedEntity, RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import { LiveClient, type LiveRequest } from '../../themeparks-api/api-clients.js';
import type { LiveApiResponse } from '../../themeparks-api/api-exchange.js';
import { RepeatedBody } from '../../themeparks-api/api-fetch.js';
import type { LiveIssue, LiveObservation, LiveResponse } from '../live-response/live-response.js';
import { parseLiveResponse, timezoneOfResponse } from '../live-response/parse-live-response.js';
import type { RunKey } from './collection-run.repository.js';
import type { PolledResponse } from './encode-response.js';
import { LiveCommitter, type PollStart } from './live-committer.js';
import { LiveRegistrar, observedEntities } from './live-registrar.js';
import { ResponseConfirmer } from './response-confirmer.js';
import { type DestinationResult, type RefusedEntities, refusedEntities } from './run-result.js';
import { catalogueText, type StoredResponse, storedResponse } from './stored-response.js';

/**
 * Rejects the entities of other destinations: only the destination that owns a ride in the catalogue observes it;
 * otherwise two responses would alternate.
 */
function ownResponse(response: LiveResponse, rides: ReadonlyMap<string, RegisteredEntity>): LiveResponse {
  const isOwn = ({ entity }: LiveObservation) => rides.has(entity.themeparksWikiId);
  const foreign = response.observations.filter((observation) => !isOwn(observation));
  if (foreign.length === 0) return response;
  return {
    ...response,
    observations: response.observations.filter(isOwn),
    issues: [...response.issues, ...foreign.map((observation) => foreignEntityIssue(observation, response))],
    rejected: response.rejected + foreign.length,
  };
}

function foreignEntityIssue(observation: LiveObservation, { observations }: LiveResponse): LiveIssue {
  const { themeparksWikiId, name } = observation.entity;
  return {
    index: observations.indexOf(observation),
    themeparksWikiId,
    reason: 'FOREIGN_ENTITY',
    field: 'id',
    value: JSON.stringify(name ?? themeparksWikiId),
    rejected: true,
  };
}

type Rides = ReadonlyMap<string, RegisteredEntity>;

/** UUIDs of the parks to which the response assigns rides of other parks; usually empty. */
function otherParksOf({ observations }: LiveResponse, rides: Rides): string[] {
  return [...new Set(observations.flatMap(({ entity }) => otherParkOf(entity, rides) ?? []))];
}

/**
 * Adds a note for each ride that the response assigns to another park. The observation counts, and the catalogue decides
 * the park of the ride.
 * @param parkIds canonical ids of the known parks
 */
function withParkChanges(response: LiveResponse, rides: Rides, parkIds: ReadonlyMap<string, number>): LiveResponse {
  const isMoved = ({ entity }: LiveObservation): boolean => {
    const park = otherParkOf(entity, rides);
    return park !== null && parkIds.get(park) !== rides.get(entity.themeparksWikiId)!.parkId;
  };
  const moved = response.observations.filter(isMoved);
  if (moved.length === 0) return response;
  return {
    ...response,
    issues: [...response.issues, ...moved.map((observation) => parkChangedIssue(observation, response))],
  };
}

function otherParkOf({ themeparksWikiId, parkId, entityType }: LiveObservation['entity'], rides: Rides): string | null {
  if (parkId === null || entityType === 'PARK') return null;
  const park = rides.get(themeparksWikiId)?.parkWikiId ?? null;
  return park === null || park === parkId ? null : parkId;
}

function parkChangedIssue(observation: LiveObservation, { observations }: LiveResponse): LiveIssue {
  const { themeparksWikiId, name, parkId } = observation.entity;
  return {
    index: observations.indexOf(observation),
    themeparksWikiId,
    reason: 'PARK_CHANGED',
    field: 'parkId',
    value: JSON.stringify({ name, parkId }),
    rejected: false,
  };
}

export interface CollectionAttempt {
  runId: number;
  attempts: number;
  /** Time zones of known parks, by UUID. */
  timezones: ReadonlyMap<string, string>;
}

export interface CollectedDestination {
  result: DestinationResult;
  created: readonly ObservedEntity[];
  refused: readonly RefusedEntities[];
}

/** One attempt at one destination: request, parse, register, commit. A response that is the same as before is only confirmed. */
@Injectable()
export class DestinationCollector {
  /** The newest response that this process stored, by destination. */
  private readonly stored = new Map<number, StoredResponse>();

  constructor(
    private readonly client: LiveClient,
    private readonly registrar: LiveRegistrar,
    private readonly committer: LiveCommitter,
    private readonly confirmer: ResponseConfirmer,
    private readonly clock: Clock,
  ) {}

  /** @throws LiveApiError, MalformedResponseError, or the error of the database; then nothing is stored */
  async collect(
    { runId, attempts, timezones }: CollectionAttempt,
    destination: KnownDestination,
    request: Omit<LiveRequest, 'themeparksWikiId' | 'knownDigest'>,
  ): Promise<CollectedDestination> {
    const startedAt = this.clock.now();
    const { destinationId, themeparksWikiId } = destination;
    const stored = this.stored.get(destinationId);
    const fetched = await this.client.fetchLive({ ...request, themeparksWikiId, knownDigest: stored?.digest ?? null });
    const polled = { key: { runId, destinationId }, start: { startedAt, attempts, httpStatus: fetched.httpStatus } };
    if (stored !== undefined && fetched.body instanceof RepeatedBody) {
      const confirmed = await this.confirm(stored, fetched.receivedAtMs, polled);
      if (confirmed !== null) return confirmed;
    }
    // Only after a commit is it known what is stored.
    this.stored.delete(destinationId);
    const body = fetched.body instanceof RepeatedBody ? fetched.body.parse() : fetched.body;
    return this.store(destination, { ...fetched, body }, timezones, polled);
  }

  /** Null if the response must be compared with what is stored. */
  private async confirm(
    stored: StoredResponse,
    observedAtMs: number,
    { key, start }: Polled,
  ): Promise<CollectedDestination | null> {
    const rides = await this.registrar.find(key.destinationId, stored.themeparksWikiIds);
    if (catalogueText(rides) !== stored.catalogue) return null;
    const committed = await this.confirmer.confirm(key, { stored, rides, observedAtMs }, start);
    if (committed === null) return null;
    this.stored.set(key.destinationId, { ...stored, observedAtMs });
    if (isNewHour(stored.observedAtMs, observedAtMs)) await this.registrar.refresh(key.destinationId);
    return { result: committed.result, created: [], refused: [] };
  }

  private async store(
    destination: KnownDestination,
    { body, digest, receivedAtMs }: LiveApiResponse,
    timezones: CollectionAttempt['timezones'],
    { key, start }: Polled,
  ): Promise<CollectedDestination> {
    const { destinationId } = destination;
    const timezoneOfPark = (parkWikiId: string): string | null => timezones.get(parkWikiId) ?? null;
    const received = parseLiveResponse(body, { observedAtMs: receivedAtMs, timezoneOfPark });
    const entities = observedEntities(received, timezoneOfResponse(body));
    const { rides, created, isComplete } = await this.registrar.register(destinationId, entities);
    const own = ownResponse(received, rides);
    const otherParks = otherParksOf(own, rides);
    const response = withParkChanges(own, rides, await this.registrar.parkIds(otherParks));
    const polled: PolledResponse = { destination, response, rides, created };
    const { result, previousObservedAtMs, rows } = await this.committer.commit(key, polled, start);
    if (result.observedAtMs !== null && isRefreshDue(polled, previousObservedAtMs)) {
      await this.registrar.refresh(destinationId);
    }
    if (isComplete && otherParks.length === 0 && !isRenamed(response, rides)) {
      const stored = storedResponse(polled, rows, digest);
      if (stored !== null) this.stored.set(destinationId, stored);
    }
    return { result, created, refused: refusedEntities(response.issues) };
  }
}

interface Polled {
  key: RunKey;
  start: PollStart;
}

/** True after a new name or entity, and once an hour, to update the first and last observed dates. */
function isRefreshDue({ response, created, rides }: PolledResponse, previousObservedAtMs: number | null): boolean {
  if (created.length > 0 || isRenamed(response, rides)) return true;
  return previousObservedAtMs === null || isNewHour(previousObservedAtMs, response.observedAtMs);
}

const isNewHour = (beforeMs: number, nowMs: number): boolean =>
  Math.floor(beforeMs / HOUR_MS) !== Math.floor(nowMs / HOUR_MS);

function isRenamed({ observations }: LiveResponse, rides: PolledResponse['rides']): boolean {
  return observations.some(({ entity: { name, themeparksWikiId } }) => {
    const known = rides.get(themeparksWikiId)?.name;
    return name !== null && name !== known && (known === undefined || nextName(known, name) !== known);
  });
}
