import { Injectable } from '@nestjs/common';
import { TtlCache } from '../../common/ttl-cache.js';
import { Clock } from '../../common/time/clock.js';
import { type SearchHit, SearchIndex } from './search-index.js';
import type { SearchHitView, SearchQuery, SearchResponse } from './search.dto.js';
import { SearchRepository } from './search.sql.js';

/** The catalogue changes only once a day, and while an import runs. */
const REFRESH_MS = 60_000;

/** Finds destinations, parks and rides by name, in an index that is rebuilt at most once a minute. */
@Injectable()
export class SearchService {
  private readonly cache: TtlCache<SearchIndex>;

  constructor(
    private readonly repository: SearchRepository,
    clock: Clock,
  ) {
    this.cache = new TtlCache(clock, REFRESH_MS, { maxEntries: 1 });
  }

  async search({ q, kind, limit }: SearchQuery): Promise<SearchResponse> {
    const index = await this.current();
    return { data: index.find(q, limit, kind ?? null).map(viewOf) };
  }

  private current(): Promise<SearchIndex> {
    return this.cache.getOrLoad('index', async () => new SearchIndex(await this.repository.findEntries()));
  }
}

function viewOf({ entry: { otherNames: _, ...entry }, score, matchedName }: SearchHit): SearchHitView {
  return { ...entry, matchedName, score: Math.round(score * 1000) / 1000 };
}
