import type { Schemas } from '../../../api/client.js';
import { isMoving } from '../../../api/import-queries.js';
import { percentText } from '../../../format/numbers.js';
import { dayText, timeText } from '../../../format/times.js';
import { useNowMs } from '../../../parts/use-clock.js';
import { elapsedText, etaText, filesText, rateText, targetText } from './import-text.js';

/** How far an import is; while it runs, also how fast, and how long it takes. */
export function ImportProgress({ one }: { one: Schemas['ImportView'] }) {
  const nowMs = useNowMs();
  const { percent, currentDate } = one.progress;
  const isRunning = isMoving(one) && one.status === 'IN_PROGRESS';
  const facts = [
    filesText(one),
    ...(percent === null ? [] : [percentText(percent)]),
    ...(isRunning && one.performance.eventsPerSecond !== null ? [rateText(one)] : []),
    ...(isRunning ? [etaText(one)] : []),
    ...(isRunning && currentDate !== null ? [`at ${dayText(currentDate)}`] : []),
    ...(one.timestamps.finishedAt === null ? [] : [`took ${elapsedText(one, nowMs)}`, rateText(one)]),
    ...(one.resumesAt === null ? [] : [`resumes at ${timeText(one.resumesAt, 'UTC')} UTC, when there is budget again`]),
  ];
  return (
    <div className="import-progress">
      <progress
        className={`bar ${isRunning ? 'bar-running' : ''} ${one.status === 'COMPLETED' ? 'bar-good' : ''}`}
        aria-label={`Progress of ${targetText(one)}`}
        max={100}
        value={percent ?? 0}
      />
      <p className="note">{facts.join(' · ')}</p>
    </div>
  );
}
