import cliProgress from 'cli-progress';
import type { MultiBar, SingleBar } from 'cli-progress';
import { count } from '../../../common/text.js';
import type { ImportProgress, ImportRecord } from '../../../modules/import/import-record.js';
import { duration } from '../../format.js';
import { wordsOfRecord } from '../source-words.js';
import { currentDay, type ProgressDisplay } from './progress-display.js';
import { ProgressRate } from './progress-rate.js';

const FORMAT = '{name} {bar} {value}/{total} {files}  {day}  {speed} {events}/s  {left}';
const NAME_WIDTH = 24;

/** For terminals: a bar for each running import, on stderr. */
export class BarProgress implements ProgressDisplay {
  private readonly bars = new Map<string, { bar: SingleBar; rate: ProgressRate }>();
  private readonly multi: MultiBar;
  private isDrawn = false;

  constructor(
    private readonly nowMs: () => number,
    stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.multi = new cliProgress.MultiBar({
      stream,
      format: FORMAT,
      barsize: 24,
      barCompleteChar: '=',
      barIncompleteChar: '-',
      autopadding: false,
      emptyOnZero: true,
      // The command handles signals: it ends at a checkpoint and prints how to continue.
      gracefulExit: false,
    });
  }

  begin(record: ImportRecord): void {
    this.isDrawn = true;
    const name = record.destinationName.slice(0, NAME_WIDTH).padEnd(NAME_WIDTH);
    const { files, events } = wordsOfRecord(record);
    const payload = { name, files, events, day: '', speed: '-', left: '' };
    const bar = this.multi.create(record.filesTotal ?? 0, record.filesDone, payload);
    this.bars.set(record.importId, { bar, rate: new ProgressRate(record, this.nowMs()) });
  }

  update(progress: ImportProgress): void {
    const shown = this.bars.get(progress.importId);
    if (shown === undefined) return;
    const rate = shown.rate.measure(progress.totals, progress.filesTotal, this.nowMs());
    shown.bar.setTotal(rate.filesTotal);
    shown.bar.update(rate.filesDone, {
      day: currentDay(progress),
      speed: count(rate.eventsPerSecond),
      left: rate.etaSeconds === null ? '' : `${duration(rate.etaSeconds)} left`,
    });
  }

  end(importId: string): void {
    this.bars.get(importId)?.bar.stop();
    this.bars.delete(importId);
  }

  line(text: string): void {
    if (this.bars.size === 0) process.stderr.write(`${text}\n`);
    else this.multi.log(`${text}\n`);
  }

  close(): void {
    // Stopping moves the cursor. A second stop would move it into later output.
    if (this.isDrawn) this.multi.stop();
    this.isDrawn = false;
  }
}
