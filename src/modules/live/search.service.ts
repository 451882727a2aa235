import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { type SearchHit, SearchIndex } from './search-index.js';
import type { SearchHitView, SearchQuery, SearchResponse } from './search.dto.js';
import { SearchRepository } from './search.repository.js';

/** The catalogue changes only once a day, and while an import runs. */
const REFRESH_MS = 60_000;

/** Finds destinations, parks and rides by name, in an index that is rebuilt at most once a minute. */
@Injectable()
export class SearchService {
  private index: { at: number; loaded: Promise<SearchIndex> } | null = null;

  constructor(
    private readonly repository: SearchRepository,
    private readonly clock: Clock,
  ) {}

  async search({ q, kind, limit }: SearchQuery): Promise<SearchResponse> {
    const index = await this.current();
    return { data: index.find(q, limit, kind ?? null).map(viewOf) };
  }

  /** Concurrent searches share one load; a failed load is retried by the next search. */
  private current(): Promise<SearchIndex> {
    const now = this.clock.now().getTime();
    if (this.index !== null && now - this.index.at < REFRESH_MS) return this.index.loaded;
    const loaded = this.repository.findEntries().then((entries) => new SearchIndex(entries));
    const index = { at: now, loaded };
    this.index = index;
    loaded.catch(() => {
      if (this.index === index) this.index = null;
    });
    return loaded;
  }
}

function viewOf({ entry: { otherNames: _, ...entry }, score, matchedName }: SearchHit): SearchHitView {
  return { ...entry, matchedName, score: Math.round(score * 1000) / 1000 };
}
