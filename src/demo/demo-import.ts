import { Injectable } from '@nestjs/common';
import type { ImportReport } from '../cli/import/import-report.js';
import { ImportSession } from '../cli/import/import-session.js';
import type { ProgressDisplay } from '../cli/import/progress/progress-display.js';
import type { ImportRecord } from '../modules/import/import-record.js';
import { ImportRepository } from '../modules/import/import.repository.js';
import { ArchiveSource } from '../modules/import/source/archive-source.js';

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

  async run(display: ProgressDisplay, stop: AbortSignal): Promise<{ reports: ImportReport[]; wasThere: boolean }> {
    const latest = new Map<string, ImportRecord>();
    for (const record of await this.imports.findLatestOfDestinations()) latest.set(record.destinationWikiId, record);
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

  private async prepare(themeparksWikiId: string, earlier: ImportRecord | undefined): Promise<ImportRecord> {
    if (earlier !== undefined && earlier.status !== 'CANCELLED') {
      return (await this.session.takeUp(earlier.importId))[0]!;
    }
    const target = { kind: 'destination', themeparksWikiId } as const;
    return (await this.session.add({ target, range: WHOLE_ARCHIVE, options: OPTIONS }))[0]!;
  }
}
