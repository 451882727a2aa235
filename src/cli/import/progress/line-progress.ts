import { count } from '../../../common/text.js';
import type { ImportProgress, ImportRecord } from '../../../modules/import/import-record.js';
import { duration } from '../../format.js';
import { type SourceWords, wordsOfRecord } from '../source-words.js';
import { currentDay, type ProgressDisplay } from './progress-display.js';
import { ProgressRate } from './progress-rate.js';

const LINE_EVERY_MS = 1_000;

interface RunningImport {
  words: SourceWords;
  rate: ProgressRate;
  lastLineMs: number;
}

/** For logs and pipes: at most one line a second, and always that of the last file. */
export class LineProgress implements ProgressDisplay {
  private readonly shown = new Map<string, RunningImport>();

  constructor(
    private readonly write: (line: string) => void,
    private readonly nowMs: () => number,
  ) {}

  begin(record: ImportRecord): void {
    const nowMs = this.nowMs();
    const words = wordsOfRecord(record);
    this.shown.set(record.importId, {
      words,
      rate: new ProgressRate(record, nowMs),
      lastLineMs: nowMs,
    });
    const again = record.filesDone > 0 ? `, ${count(record.filesDone)} ${words.files} done before` : '';
    this.write(`${record.importId}: importing ${record.destinationName}${again}`);
  }

  update(progress: ImportProgress): void {
    const shown = this.shown.get(progress.importId);
    if (shown === undefined) return;
    const nowMs = this.nowMs();
    const isLast = progress.totals.filesDone >= progress.filesTotal;
    if (!isLast && nowMs - shown.lastLineMs < LINE_EVERY_MS) return;
    shown.lastLineMs = nowMs;
    const rate = shown.rate.measure(progress.totals, progress.filesTotal, nowMs);
    const eta = rate.etaSeconds === null || isLast ? '' : `, ${duration(rate.etaSeconds)} left`;
    this.write(
      `${progress.importId}: ${count(rate.filesDone)}/${count(rate.filesTotal)} ${shown.words.files}, ${currentDay(progress)}, ` +
        `${count(progress.totals.read)} ${shown.words.events}, ${count(rate.eventsPerSecond)}/s${eta}`,
    );
  }

  end(importId: string): void {
    this.shown.delete(importId);
  }

  line(text: string): void {
    this.write(text);
  }

  close(): void {
    this.shown.clear();
  }
}
