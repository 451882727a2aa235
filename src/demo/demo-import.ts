import { Injectable } from '@nestjs/common';
import type { ImportReport } from '../cli/import/import-report.js';
import { ImportSession } from '../cli/import/import-session.js';
import type { ProgressDisplay } from '../cli/import/progress/progress-display.js';
import type { ImportRecord } from '../modules/import/import-record.js';
import { ImportRepository } from '../modules/import/import.repository.js';
import { ArchiveSource } from '../modules/import/source/archive-source.js';

/** More than anybody begins by hand beside a demo. */
const MAX_EARLIER = 10_000;
const WHOLE_ARCHIVE = { startDate: null, endDate: null };
const OPTIONS = { onConflict: 'archive', replaceLive: false, origin: 'cli' } as const;

/** Imports the sample archive; what an earlier demo has imported or begun is not done twice. */
@Injectable()
export class DemoImport {
  constructor(
    private readonly session: ImportSession,
    private readonly imports: ImportRepository,
    private readonly source: ArchiveSource,
  ) {}

  /** `isNewArchive`: whatever was imported is not of this one. */
  async run(
    display: ProgressDisplay,
    stop: AbortSignal,
    isNewArchive: boolean,
  ): Promise<{ reports: ImportReport[]; wasThere: boolean }> {
    const latest = isNewArchive ? new Map<string, ImportRecord>() : await this.findLatestWhole();
    const finished: ImportRecord[] = [];
    const open: ImportRecord[] = [];
    for (const { themeparksWikiId } of await this.source.listDestinations(stop)) {
      const earlier = latest.get(themeparksWikiId);
      if (earlier?.status === 'COMPLETED') finished.push(earlier);
      else open.push(await this.prepare(themeparksWikiId, earlier));
    }
    const done = await Promise.all(finished.map(({ importId }) => this.session.report(importId)));
    const reports = await this.session.run(open, display, stop);
    return { reports: [...done, ...reports], wasThere: open.length === 0 };
  }

  /** The newest import of everything, by destination; somebody may have tried parks and days of their own since. */
  private async findLatestWhole(): Promise<Map<string, ImportRecord>> {
    const latest = new Map<string, ImportRecord>();
    const { data } = await this.imports.findPage({}, MAX_EARLIER, 0);
    for (const record of data) {
      const isWhole = record.parkId === null && record.startDate === null && record.endDate === null;
      if (isWhole && !latest.has(record.destinationWikiId)) latest.set(record.destinationWikiId, record);
    }
    return latest;
  }

  private async prepare(themeparksWikiId: string, earlier: ImportRecord | undefined): Promise<ImportRecord> {
    if (earlier !== undefined && earlier.status !== 'CANCELLED') {
      return await this.session.takeUp(earlier.importId);
    }
    const target = { kind: 'destination', themeparksWikiId } as const;
    return (await this.session.add({ target, range: WHOLE_ARCHIVE, options: OPTIONS }))[0]!;
  }
}
