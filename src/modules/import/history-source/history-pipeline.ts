import { createHash } from 'node:crypto';
import { plural } from '../../../common/text.js';
import { isLocalDate, MINUTE_MS } from '../../../common/time/calendar.js';
import { isTimezoneName } from '../../../common/time/zones/time-zones.js';
import { ENTITY_TYPES, type EntityType } from '../../catalog/entity-types.js';
import type { ObservedEntity } from '../../catalog/registry/observed-entity.js';
import type { HistoryObservations } from '../../history-api/observations/history-observations.js';
import { MalformedResponseError } from '../../themeparks-api/malformed-response.error.js';
import { type HistoryResponse, readHistoryResponse } from '../../history-api/response/history-reader.js';
import { joinPages } from '../../history-api/response/join-pages.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { HistoryClient } from '../../themeparks-api/history-client.js';
import {
  HistoryWindowExceededError,
  LiveApiError,
  MissingEntityError,
  UnauthorizedApiKeyError,
} from '../../themeparks-api/live-api-errors.js';
import type { MonotonicTimer } from '../../themeparks-api/request-scheduler.js';
import type { EntityAssigner } from '../pipeline/entity-assigner.js';
import { type HistoryDayObject, type HistoryPark, pauseUntil, type RunOutcome } from './history-outcome.js';
import { type HistoryDayContext, prepareHistoryDay, readHistoryDay } from './prepare-history-day.js';

export interface HistoryPipelineOptions {
  client: HistoryClient;
  assigner: Pick<EntityAssigner, 'assign'>;
  timer: MonotonicTimer;
  knownGapsOf: (parkId: number) => HistoryDayContext['knownGaps'];
  /** Entities that the API does not list any more. */
  removedIds: ReadonlySet<string>;
  /** How long before a day an opening may have been observed. */
  openingReachMs: number;
  nowMs: () => number;
  signal: AbortSignal;
}

/** A degraded opening was cut short by the API, which asks to repeat the request after a minute. */
const DEGRADED_WAIT_MS = MINUTE_MS;
const MAX_DEGRADED_REQUESTS = 3;

/** A response, or why there is none. */
type Download =
  { response: HistoryResponse; body: unknown; receivedAtMs: number } | { degraded: number } | { error: unknown };

/** An outcome, or why there is none. Never a rejected promise, because it is awaited late. */
type Ahead = { outcome: RunOutcome } | { error: unknown };

/**
 * Requests and prepares one park-day after the other, and the next one while the caller stores the current one. Failures of a day are
 * outcomes and do not affect other days.
 */
export class HistoryPipeline {
  /** Days before this one are refused without a request. */
  private earliestAllowedDate: string | null = null;
  /** Also ends the request that is ahead when the caller stops. */
  private readonly ended = new AbortController();
  private readonly signal: AbortSignal;

  constructor(private readonly options: HistoryPipelineOptions) {
    this.signal = AbortSignal.any([options.signal, this.ended.signal]);
  }

  async *run(objects: readonly HistoryDayObject[]): AsyncGenerator<RunOutcome> {
    let ahead: Promise<Ahead> | null = null;
    try {
      for (const [index, object] of objects.entries()) {
        this.options.signal.throwIfAborted();
        const current: Ahead = await (ahead ?? this.ahead(object));
        if ('error' in current) throw current.error;
        const next = objects[index + 1];
        const isPaused: boolean = current.outcome.kind === 'budget-exhausted';
        ahead = next === undefined || isPaused ? null : this.ahead(next);
        yield current.outcome;
        if (isPaused) return;
      }
    } finally {
      this.ended.abort(new Error('no more days are requested'));
      await ahead;
    }
  }

  private async ahead(object: HistoryDayObject): Promise<Ahead> {
    try {
      return { outcome: this.isRefused(object) ? this.refusal(object) : await this.request(object) };
    } catch (error) {
      return { error };
    }
  }

  private isRefused({ day }: HistoryDayObject): boolean {
    return this.earliestAllowedDate !== null && day < this.earliestAllowedDate;
  }

  private async request(object: HistoryDayObject): Promise<RunOutcome> {
    const download = await this.download(object);
    if ('response' in download) return this.prepare(object, download);
    if ('degraded' in download) {
      const message = `${object.key}: ${plural(download.degraded, 'opening state')} still degraded after ${MAX_DEGRADED_REQUESTS} requests`;
      return { kind: 'unavailable', object, message };
    }
    const { error } = download;
    const resumesAt = pauseUntil(error, this.options.nowMs());
    if (resumesAt !== null) return { kind: 'budget-exhausted', resumesAt };
    if (error instanceof HistoryWindowExceededError) {
      this.earliestAllowedDate = error.earliestAllowedDate;
      return this.refusal(object);
    }
    const isOfDay = error instanceof LiveApiError || error instanceof MalformedResponseError;
    if (!isOfDay || error instanceof UnauthorizedApiKeyError || error instanceof MissingEntityError) throw error;
    return { kind: 'unavailable', object, message: `${object.key}: ${error.message}` };
  }

  private refusal(object: HistoryDayObject): RunOutcome {
    const { earliestAllowedDate } = this;
    return { kind: 'refused', object, etag: '', fetchedAtMs: this.options.nowMs(), earliestAllowedDate };
  }

  private async download({ park, day }: HistoryDayObject): Promise<Download> {
    try {
      for (let requests = 1; ; requests++) {
        const { response, body, receivedAtMs } = await this.fetchDay(park, day);
        const degraded = response.entities.filter(({ opening }) => opening?.isDegraded === true).length;
        if (degraded === 0) return { response, body, receivedAtMs };
        if (requests === MAX_DEGRADED_REQUESTS) return { degraded };
        await this.options.timer.sleep(DEGRADED_WAIT_MS, this.signal);
      }
    } catch (error) {
      return { error };
    }
  }

  /** A park-day is one page, as documented. If a response has a next page all the same, its rows must not be lost. */
  private async fetchDay({ themeparksWikiId }: HistoryPark, day: string) {
    const { client } = this.options;
    const { body, receivedAtMs } = await client.fetchHistory(themeparksWikiId, { date: day }, this.signal);
    const response = readHistoryResponse(body);
    if (response.next === null) return { response, body, receivedAtMs };
    const bodies = [body];
    const pages: [HistoryResponse, ...HistoryResponse[]] = [response];
    for await (const page of client.fetchPages(response.next, this.signal)) {
      const next = readHistoryResponse(page.body);
      if (isAfter(next, day)) break;
      bodies.push(page.body);
      pages.push(next);
    }
    return { response: joinPages(pages), body: bodies, receivedAtMs };
  }

  private async prepare(
    object: HistoryDayObject,
    { response, body, receivedAtMs: fetchedAtMs }: Extract<Download, { response: HistoryResponse }>,
  ): Promise<RunOutcome> {
    const context = this.contextOf(object, response);
    const observations = readHistoryDay(response, context);
    const entities = observedEntities(observations, object, context, (id) =>
      this.options.removedIds.has(id) ? context.window.startMs : fetchedAtMs,
    );
    const assignments = await this.options.assigner.assign(entities);
    const rideIds = assignments.map(({ rideId }) => rideId);
    const names = entities.flatMap((entity, index) => {
      return entity.names.map((use) => ({ rideId: rideIds[index]!, ...use }));
    });
    return {
      ...{ kind: 'history-day', object, fetchedAtMs, names },
      etag: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
      prepared: prepareHistoryDay(response, observations, rideIds, context),
    };
  }

  private contextOf({ park, day, isFinal }: HistoryDayObject, response: HistoryResponse): HistoryDayContext {
    const sent = response.timezone !== null && isTimezoneName(response.timezone) ? response.timezone : null;
    const timezone = park.timezone ?? sent;
    const window = new LocalDays(timezone, 0).window(day);
    const earliestOpeningMs = window.startMs - this.options.openingReachMs;
    return { timezone, window, earliestOpeningMs, isFinal, knownGaps: this.options.knownGapsOf(park.parkId) };
  }
}

/** Whether a page is about a later day; an instant in its range is not compared. */
const isAfter = ({ range }: HistoryResponse, day: string): boolean =>
  range !== null && isLocalDate(range.from) && range.from > day;

/**
 * The names in a response are today's, whatever day it is about. A removed entity has the name that it had last.
 * @param namedAtMs when an entity had its name
 */
function observedEntities(
  { entities }: HistoryObservations,
  { park }: HistoryDayObject,
  { window, timezone }: HistoryDayContext,
  namedAtMs: (id: string) => number,
): ObservedEntity[] {
  return entities.map(({ id, name, entityType }) => ({
    themeparksWikiId: id,
    names: name === null ? [] : [{ name, firstSeenMs: namedAtMs(id), lastSeenMs: namedAtMs(id) }],
    parkId: park.themeparksWikiId,
    parkSlug: null,
    timezone,
    isShow: entityType === 'SHOW',
    isPark: id === park.themeparksWikiId,
    entityType: entityTypeOf(entityType),
    firstSeenMs: window.startMs,
    lastSeenMs: window.startMs,
  }));
}

const entityTypeOf = (type: string | null): EntityType | null => ENTITY_TYPES.find((known) => known === type) ?? null;
