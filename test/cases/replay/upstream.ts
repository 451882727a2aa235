import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { SettableClock } from '../../support/collector-app.js';
import { HandMadeApi } from '../../support/hand-made-api.js';
import { type Case, caseFile, type FeedResponse, readJson } from './plan.js';
import { historyAsResponses, historyAsEvents, type RecordedHistory } from './recorded-history.js';
import { expand } from './short-forms.js';

/** What the program reads in a case: a live API, and a folder of archive files. */
export class Upstream {
  private constructor(
    private readonly api: HandMadeApi,
    readonly archiveFolder: string,
  ) {}

  static async start(replayed: Case, clock: SettableClock): Promise<Upstream> {
    const { plan, folder } = replayed;
    const upstream = new Upstream(await HandMadeApi.start(), mkdtempSync(join(tmpdir(), 'replay-archive-')));
    const responses = [...replayed.responses];
    for (const [day, events] of replayed.archiveDays) {
      upstream.writeDay(plan.archiveDestination!, day, expand(events, Date.parse(plan.from)));
    }
    if (plan.history !== undefined) {
      const { as, destination, file } = plan.history;
      const recorded = readJson(caseFile(folder, file)) as RecordedHistory;
      if (as === 'LIVE') responses.push(...historyAsResponses(recorded, destination));
      else for (const [day, events] of historyAsEvents(recorded)) upstream.writeDay(destination, day, events);
    }
    upstream.responseFrom(responses, clock, plan.tickMs ?? 0);
    return upstream;
  }

  get baseUrl(): string {
    return this.api.baseUrl;
  }

  async close(): Promise<void> {
    await this.api.close();
    rmSync(this.archiveFolder, { recursive: true, force: true });
  }

  private responseFrom(responses: FeedResponse[], clock: SettableClock, tickMs: number): void {
    const startMs = ({ at }: FeedResponse) => (at === undefined ? -Infinity : Date.parse(at));
    const ordered = responses.toSorted((a, b) => (startMs(a) === startMs(b) ? 0 : startMs(a) - startMs(b)));
    this.api.beforeResponse = (path) => {
      const current = ordered.filter((line) => line.path === path && startMs(line) <= clock.nowMs).at(-1);
      if (path.endsWith('/live')) clock.nowMs += tickMs;
      if (current === undefined || current.answer === null) this.api.responses.delete(path);
      else this.api.responses.set(path, expand(current.answer, clock.nowMs));
    };
  }

  private writeDay(destination: string, date: string, events: unknown): void {
    const [year, month, day] = date.split('-') as [string, string, string];
    const folder = join(this.archiveFolder, destination, year, month);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${day}.json.gz`), deflateSync(JSON.stringify(events)));
  }
}
